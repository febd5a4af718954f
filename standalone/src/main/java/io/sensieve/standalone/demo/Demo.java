package io.sensieve.standalone.demo;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The story: a selection is made from a window, the unchanged world is measured, the world changes, drift is noticed, a
 * new selection is made and measured, a chosen channel's sensor dies and is replaced. Every figure is read back from
 * the topics.
 */
final class Demo {
    private static final Duration PATIENCE = DemoStage.PATIENCE;
    private static final String IN_TIME = " within " + PATIENCE.toMinutes() + " minutes";
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final int WINDOWS_TO_MEASURE = 3;
    private static final int NAMES_SHOWN = 12;

    private final DemoData data;
    private final DemoPlan plan;
    private final DemoStage stage;
    private final Narrator narrator;
    private final Clock clock;
    private final PlantedShift change;
    /** What becomes of a row before a device sends it. */
    private UnaryOperator<float[]> world = UnaryOperator.identity();

    Demo(DemoData data, DemoPlan plan, DemoStage stage, Narrator narrator, Clock clock) {
        this.data = data;
        this.plan = plan;
        this.stage = stage;
        this.narrator = narrator;
        this.clock = clock;
        this.change = PlantedShift.draw(data.window(), plan.seed());
    }

    /**
     * Plays it.
     *
     * @param keep whether to go on feeding after the summary, until the stage is stopped
     * @param onSummary takes the summary as soon as it is there
     */
    void run(boolean keep, Consumer<StorySummary> onSummary) throws InterruptedException {
        narrator.say("data: %s; K = %d", data.description(), plan.k());
        stage.play(data.channelNames(), cast -> {
            DemoSummary summary = play(cast.feeder(), cast.readback(), cast.progress());
            print(summary);
            onSummary.accept(summary);
            if (keep) {
                narrator.say("feeding goes on; metrics stay open; Ctrl-C ends it");
                cast.feeder().playUntil(data.after(), world, plan.rate(), () -> false, FOREVER);
            }
        });
    }

    private DemoSummary play(DemoFeeder feeder, TopicFollower readback, TrainingProgressLine progress) {
        narrator.say(
                "devices feed %,d records at %.0f a second; the trainer waits for its window",
                data.window().size(), plan.rate());
        feeder.play(data.window(), world, plan.rate(), () -> {});
        feeder.playUntil(
                data.before(),
                world,
                plan.quietRate(),
                () -> {
                    progress.update();
                    return readback.inUse(1).isPresent();
                },
                PATIENCE);
        Selection first = stage.required(readback.inUse(1), "no selection came" + IN_TIME);
        tell(first);
        List<String> unusable = feeder.sendUnusable(data.channelNames().size());
        narrator.say("%d records that cannot be used: %s", unusable.size(), String.join(", ", unusable));

        Instant start = clock.instant();
        narrator.say("devices feed records that the trainer has not seen, the world as it was");
        measure(feeder, readback, data.before(), first.getVersion(), start);

        Instant changed = clock.instant();
        world = change::apply;
        tellChange();
        DriftReport drift = awaitDrift(feeder, readback, first.getVersion());
        RetrainRequest request = awaitRequest(readback, first.getVersion());
        narrator.say("retrain requested by %s: %s", request.getRequestedBy(), request.getReason());

        int next = first.getVersion() + 1;
        progress.skipPast();
        feeder.playUntil(
                changedRows(),
                world,
                plan.quietRate(),
                () -> {
                    progress.update();
                    return readback.inUse(next).isPresent();
                },
                PATIENCE);
        Selection second = stage.required(readback.inUse(next), "no second selection came" + IN_TIME);
        tell(second);
        Instant measuredFrom = clock.instant();
        narrator.say("devices feed records that the trainer has not seen, the world as it is now");
        measure(feeder, readback, data.after(), second.getVersion(), measuredFrom);
        Selection inForce = readback.inUse(next).orElse(second);

        Instant died = clock.instant();
        SensorDeath death = SensorDeath.of(inForce);
        world = death.in(world);
        Selection repaired = repair(feeder, readback, inForce, death);
        double repairSeconds = Duration.between(died, clock.instant()).toMillis() / 1_000.0;

        stage.awaitAll(readback, feeder.sent() + unusable.size());
        stage.goOn();
        return new DemoSummary(
                RecordCounts.of(readback),
                unusable.size(),
                inForce.getChannels().size(),
                inForce.getChannelNames().size(),
                first.getVersion(),
                repaired.getVersion(),
                first.getValidation().getMean(),
                first.getValidation().getPredictMean(),
                readback.meanError(made -> made == first.getVersion(), start, changed),
                readback.meanError(made -> made == first.getVersion(), changed, Instant.MAX),
                readback.meanError(made -> made > first.getVersion(), measuredFrom, died),
                drift.getVerdict().name(),
                request.getRequestedBy().name(),
                drift.getAttribution().stream().map(AttributedChannel::getName).toList(),
                (int) drift.getAttribution().stream()
                        .filter(channel -> change.touches(channel.getIndex()))
                        .count(),
                added(first, inForce).size(),
                first.getProvenance().getSeconds(),
                inForce.getProvenance().getSeconds(),
                death.name(),
                repaired.getProvenance().getTrigger(),
                death.isLeftOut(repaired),
                added(inForce, repaired).size(),
                repairSeconds,
                narrator.seconds());
    }

    /** A chosen channel's sensor dies; feeds until a selection without it is in use. */
    private Selection repair(DemoFeeder feeder, TopicFollower readback, Selection inForce, SensorDeath death) {
        narrator.say("THE SENSOR OF %s DIES, a chosen channel: its values are missing from now on", death.name());
        int next = inForce.getVersion() + 1;
        Supplier<Optional<Selection>> answer = () -> readback.inUse(next).filter(death::isLeftOut);
        feeder.playUntil(data.after(), world, plan.rate(), () -> answer.get().isPresent(), PATIENCE);
        Selection repaired = stage.required(answer.get(), "the dead sensor was not answered" + IN_TIME);
        readback.request(request -> request.getRequestedBy() == Requester.SENSOR)
                .ifPresent(request -> narrator.say("asked by SENSOR: %s", request.getReason()));
        narrator.say(
                "selection version %d in use (%s, trained in %.1f s): %s in the place of %s, all else stays",
                repaired.getVersion(),
                repaired.getProvenance().getTrigger(),
                repaired.getProvenance().getSeconds(),
                String.join(", ", added(inForce, repaired)),
                death.name());
        return repaired;
    }

    /** Names of the channels that {@code after} has and {@code before} has not. */
    private static List<String> added(Selection before, Selection after) {
        Set<Integer> kept =
                before.getChannels().stream().map(SelectedChannel::getIndex).collect(Collectors.toSet());
        return after.getChannels().stream()
                .filter(channel -> !kept.contains(channel.getIndex()))
                .map(SelectedChannel::getName)
                .toList();
    }

    /** Feeds until the version has been measured over a few whole windows. */
    private void measure(DemoFeeder feeder, TopicFollower readback, List<float[]> rows, int version, Instant from) {
        feeder.playUntil(
                rows, world, plan.rate(), () -> whole(readback, version, from).size() >= WINDOWS_TO_MEASURE, PATIENCE);
        List<DriftReport> reports = whole(readback, version, from);
        narrator.say(
                "%d windows of %d s: %s, error %.3e",
                reports.size(),
                DemoPlan.DRIFT_WINDOW_MS / 1000,
                reports.stream()
                        .map(report -> report.getVerdict().name())
                        .distinct()
                        .collect(Collectors.joining(", ")),
                readback.meanError(made -> made >= version, from, Instant.MAX));
    }

    private static List<DriftReport> whole(TopicFollower readback, int version, Instant from) {
        return readback.reports(report -> report.getSelectionVersion() >= version
                && !report.getOpen()
                && !report.getWindowStart().isBefore(from));
    }

    /**
     * Feeds each changed row once, for the next window, and then on until the change was noticed. That is told at once,
     * and then what the most telling window says.
     */
    private DriftReport awaitDrift(DemoFeeder feeder, TopicFollower readback, int version) {
        AtomicBoolean told = new AtomicBoolean();
        Runnable look = () -> drifts(readback, version).stream()
                .findFirst()
                .filter(report -> told.compareAndSet(false, true))
                .ifPresent(report -> narrator.say(
                        "drift is noticed on version %d: %s",
                        report.getSelectionVersion(),
                        report.getOpen() ? "its window has not ended yet" : "windows in a row are at drift level"));
        feeder.play(changedRows(), world, plan.rate(), look);
        feeder.playUntil(
                changedRows(),
                world,
                plan.quietRate(),
                () -> {
                    look.run();
                    return told.get();
                },
                PATIENCE);
        DriftReport drift = stage.required(
                drifts(readback, version).stream()
                        .max(Comparator.comparingInt(
                                report -> report.getAttribution().size())),
                "the change was not noticed" + IN_TIME);
        tell(drift);
        return drift;
    }

    private static List<DriftReport> drifts(TopicFollower readback, int version) {
        return readback.reports(
                report -> report.getSelectionVersion() == version && report.getVerdict() == Verdict.DRIFT);
    }

    private RetrainRequest awaitRequest(TopicFollower readback, int version) {
        stage.await(
                () -> readback.request(request -> request.getSelectionVersion() == version)
                        .isPresent(),
                PATIENCE);
        return stage.required(
                readback.request(request -> request.getSelectionVersion() == version),
                "nothing asked for a retrain" + IN_TIME);
    }

    private List<float[]> changedRows() {
        return java.util.stream.Stream.concat(data.window().stream(), data.before().stream())
                .toList();
    }

    private void tell(Selection selection) {
        narrator.say(
                "selection version %d: %d of %d channels, trained in %.1f s (%s)",
                selection.getVersion(),
                selection.getChannels().size(),
                selection.getChannelNames().size(),
                selection.getProvenance().getSeconds(),
                selection.getProvenance().getTrigger());
        narrator.add(
                "validation error %.3e, predicting the mean %.3e",
                selection.getValidation().getMean(), selection.getValidation().getPredictMean());
        narrator.add(
                "channels: %s",
                shortened(selection.getChannels().stream()
                        .map(SelectedChannel::getName)
                        .toList()));
    }

    private void tellChange() {
        narrator.say("THE WORLD CHANGES");
        narrator.add(
                "%d channels lose %.0f %% of their gain: %s",
                change.weakened().size(), 100 * (1 - PlantedShift.GAIN), names(change.weakened()));
        narrator.add(
                "%d channels are mirrored about their mean, so their correlations change sign: %s",
                change.mirrored().size(), names(change.mirrored()));
    }

    private void tell(DriftReport report) {
        narrator.say(
                "verdict %s on version %d: error %.3e, %.2f times the validation error; %d chosen channels drifted",
                report.getVerdict(),
                report.getSelectionVersion(),
                report.getErrorMean(),
                report.getErrorRatio(),
                report.getDriftedChannels());
        for (AttributedChannel channel : report.getAttribution()) {
            narrator.add(
                    "to blame: %-12s %s %.2f (%s; %s)",
                    channel.getName(),
                    channel.getSignal(),
                    channel.getValue(),
                    channel.getSelected() ? "chosen" : "rebuilt",
                    change.weakened().contains(channel.getIndex())
                            ? "did lose gain"
                            : change.mirrored().contains(channel.getIndex()) ? "was mirrored" : "did not change");
        }
    }

    private void print(DemoSummary summary) {
        summary.records().print(narrator, summary.k(), summary.d());
        narrator.line(
                "  selection         %4d -> %3d   %d of %d channels replaced%s, trained in %.1f and %.1f s",
                summary.firstVersion(),
                summary.firstVersion() + 1,
                summary.channelsReplaced(),
                summary.k(),
                summary.channelsReplaced() == 0 ? " (the decoder is new)" : "",
                summary.firstTrainingSeconds(),
                summary.retrainingSeconds());
        narrator.line(
                "  error before      %10.3e   world unchanged, version %d",
                summary.errorBefore(), summary.firstVersion());
        narrator.line(
                "  error drifted     %10.3e   world changed, version %d",
                summary.errorDrifted(), summary.firstVersion());
        narrator.line(
                "  error after       %10.3e   world changed, version %d",
                summary.errorAfter(), summary.firstVersion() + 1);
        narrator.line(
                "  blamed            %10d   channels, %d of them did change",
                summary.blamedChannels().size(), summary.blamedAndChanged());
        narrator.line(
                "  dead sensor       %10s   answered by version %d (%s) in %.1f s, %d channel replaced",
                summary.deadSensor(),
                summary.lastVersion(),
                summary.sensorAnsweredBy(),
                summary.sensorSeconds(),
                summary.sensorReplaced());
        narrator.line("  seconds           %10.1f", summary.seconds());
        summary.printChecks(narrator);
    }

    private String names(Set<Integer> channels) {
        return shortened(channels.stream().map(data.channelNames()::get).toList());
    }

    private static String shortened(List<String> names) {
        String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() <= NAMES_SHOWN ? shown : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
    }
}
