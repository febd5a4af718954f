package io.sensieve.standalone.demo.drift;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.Requester;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.standalone.demo.run.DemoData;
import io.sensieve.standalone.demo.run.DemoFeeder;
import io.sensieve.standalone.demo.run.DemoPlan;
import io.sensieve.standalone.demo.run.DemoResult;
import io.sensieve.standalone.demo.run.DemoRun;
import io.sensieve.standalone.demo.run.Narrator;
import io.sensieve.standalone.demo.run.RecordCounts;
import io.sensieve.standalone.demo.run.TopicFollower;
import io.sensieve.standalone.demo.run.TrainingProgressLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays the drift demo: the trainer publishes a first selection, the data change, the app detects drift, and a
 * retrained selection becomes active. Then the sensor of a selected channel fails and a spare replaces the channel.
 */
public final class DriftDemo {
    private static final Duration PATIENCE = DemoRun.PATIENCE;
    private static final String IN_TIME = " within " + PATIENCE.toMinutes() + " minutes";
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final DemoData data;
    private final DemoPlan plan;
    private final DemoRun run;
    private final Narrator narrator;
    private final Clock clock;
    private final PlantedShift shift;
    private final DriftDemoText text;
    private UnaryOperator<float[]> transform = UnaryOperator.identity();

    /** Draws the shift; {@link #play} starts the demo. */
    public DriftDemo(DemoData data, DemoPlan plan, DemoRun run, Narrator narrator, Clock clock) {
        this.data = data;
        this.plan = plan;
        this.run = run;
        this.narrator = narrator;
        this.clock = clock;
        this.shift = PlantedShift.draw(data.window(), plan.seed());
        this.text = new DriftDemoText(narrator, data.channelNames(), shift);
    }

    /**
     * Plays the demo.
     *
     * @param keep whether to continue feeding after the summary until the run is stopped
     * @param onResult receives the summary as soon as it is complete
     */
    public void play(boolean keep, Consumer<DemoResult> onResult) throws InterruptedException {
        narrator.say("data: %s; K = %d", data.description(), plan.k());
        run.play(data.channelNames(), parts -> {
            DemoSummary summary = play(parts.feeder(), parts.topics(), parts.progress());
            text.print(summary);
            onResult.accept(summary);
            if (keep) {
                narrator.say("feeding continues and metrics stay open; Ctrl-C ends the demo");
                parts.feeder().playUntil(data.after(), transform, plan.rates().measuring(), () -> false, FOREVER);
            }
        });
    }

    private DemoSummary play(DemoFeeder feeder, TopicFollower topics, TrainingProgressLine progress) {
        DriftMeasurement measurement = new DriftMeasurement(run, plan, narrator, feeder, topics);
        Selection first = awaitFirstSelection(feeder, topics, progress);
        List<String> unusable = feeder.sendUnusable(data.channelNames().size());
        narrator.say("%d unusable records: %s", unusable.size(), String.join(", ", unusable));

        Instant start = clock.instant();
        narrator.say("devices feed unchanged records that the trainer has not seen");
        measurement.measure(data.before(), transform, first.getVersion(), start);

        Instant shifted = clock.instant();
        transform = shift::apply;
        text.printShift();
        DriftReport drift = measurement.awaitDrift(rowsBeforeShift(), transform, first.getVersion());
        text.print(drift);
        RetrainRequest request = measurement.awaitRequest(first.getVersion());
        narrator.say("retrain requested by %s: %s", request.getRequestedBy(), request.getReason());

        int next = first.getVersion() + 1;
        progress.skipCurrent();
        feedUntilInUse(feeder, topics, progress, rowsBeforeShift(), next);
        Selection second = run.require(
                topics.inUse(next), () -> "no second selection was published" + IN_TIME + decisions(topics));
        text.print(second);
        Instant measuredFrom = clock.instant();
        narrator.say("devices feed shifted records that the trainer has not seen");
        measurement.measure(data.after(), transform, second.getVersion(), measuredFrom);
        Selection active = topics.inUse(next).orElse(second);

        Instant failed = clock.instant();
        SensorFailure failure = SensorFailure.of(active);
        transform = failure.after(transform);
        Selection repaired = awaitRepair(feeder, topics, active, failure);
        double repairSeconds = Duration.between(failed, clock.instant()).toMillis() / 1_000.0;

        run.awaitAll(topics, feeder.sent() + unusable.size());
        run.throwIfStopped();
        return new DemoSummary(
                RecordCounts.of(topics),
                unusable.size(),
                new DemoSummary.Selections(
                        active.getChannels().size(),
                        active.getChannelNames().size(),
                        first.getVersion(),
                        repaired.getVersion(),
                        added(first, active).size(),
                        first.getProvenance().getSeconds(),
                        active.getProvenance().getSeconds()),
                new DemoSummary.Errors(
                        first.getValidation().getMean(),
                        first.getValidation().getPredictMean(),
                        topics.meanError(version -> version == first.getVersion(), start, shifted),
                        topics.meanError(version -> version == first.getVersion(), shifted, Instant.MAX),
                        topics.meanError(version -> version > first.getVersion(), measuredFrom, failed)),
                new DemoSummary.Drift(
                        drift.getVerdict().name(),
                        request.getRequestedBy().name(),
                        drift.getAttribution().stream()
                                .map(AttributedChannel::getName)
                                .toList(),
                        (int) drift.getAttribution().stream()
                                .filter(channel -> shift.touches(channel.getIndex()))
                                .count()),
                new DemoSummary.FailedSensor(
                        failure.name(),
                        repaired.getProvenance().getTrigger(),
                        failure.isAbsentFrom(repaired),
                        added(active, repaired).size(),
                        repairSeconds),
                narrator.seconds());
    }

    private Selection awaitFirstSelection(DemoFeeder feeder, TopicFollower topics, TrainingProgressLine progress) {
        narrator.say(
                "devices feed %,d records at %.0f per second; the trainer fills its window",
                data.window().size(), plan.rates().measuring());
        feeder.play(data.window(), transform, plan.rates().measuring(), () -> {});
        feedUntilInUse(feeder, topics, progress, data.before(), 1);
        Selection first =
                run.require(topics.inUse(1), () -> "no selection was published" + IN_TIME + decisions(topics));
        text.print(first);
        return first;
    }

    private void feedUntilInUse(
            DemoFeeder feeder, TopicFollower topics, TrainingProgressLine progress, List<float[]> rows, int version) {
        feeder.playUntil(
                rows,
                transform,
                plan.rates().training(),
                () -> {
                    progress.update();
                    return topics.inUse(version).isPresent();
                },
                PATIENCE);
    }

    /** Feeds until a selection without the failed channel is in use. */
    private Selection awaitRepair(DemoFeeder feeder, TopicFollower topics, Selection active, SensorFailure failure) {
        narrator.say("THE SENSOR OF THE SELECTED CHANNEL %s FAILS: its values are missing from now on", failure.name());
        int next = active.getVersion() + 1;
        Supplier<Optional<Selection>> repair = () -> topics.inUse(next).filter(failure::isAbsentFrom);
        feeder.playUntil(
                data.after(),
                transform,
                plan.rates().measuring(),
                () -> repair.get().isPresent(),
                PATIENCE);
        Selection repaired = run.require(
                repair.get(), () -> "the channel of the failed sensor was not replaced" + IN_TIME + decisions(topics));
        topics.request(request -> request.getRequestedBy() == Requester.SENSOR)
                .ifPresent(request -> narrator.say("requested by SENSOR: %s", request.getReason()));
        narrator.say(
                "selection version %d in use (%s, trained in %.1f s): %s replaces %s, all other channels stay",
                repaired.getVersion(),
                repaired.getProvenance().getTrigger(),
                repaired.getProvenance().getSeconds(),
                String.join(", ", added(active, repaired)),
                failure.name());
        return repaired;
    }

    /** What the trainer has decided so far, for people. */
    private static String decisions(TopicFollower topics) {
        List<RetrainOutcome> outcomes = topics.outcomesFrom(0);
        return outcomes.isEmpty()
                ? "; the trainer has not decided anything"
                : outcomes.stream()
                        .map(outcome ->
                                outcome.getCause() + " " + outcome.getResult() + " (" + outcome.getReason() + ")")
                        .collect(Collectors.joining("; ", "; the trainer's decisions: ", ""));
    }

    /** Names of the channels that only {@code after} selects. */
    private static List<String> added(Selection before, Selection after) {
        Set<Integer> kept =
                before.getChannels().stream().map(SelectedChannel::getIndex).collect(Collectors.toSet());
        return after.getChannels().stream()
                .filter(channel -> !kept.contains(channel.getIndex()))
                .map(SelectedChannel::getName)
                .toList();
    }

    private List<float[]> rowsBeforeShift() {
        return Stream.concat(data.window().stream(), data.before().stream()).toList();
    }
}
