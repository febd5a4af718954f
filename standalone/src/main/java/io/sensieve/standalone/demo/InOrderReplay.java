package io.sensieve.standalone.demo;

import io.sensieve.AttributedChannel;
import io.sensieve.DetectorEvidence;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is: its first rows are learnt from, the others follow in their order, and what the services make of them
 * is told, by row numbers. Nothing is changed, so that what is noticed is in the file.
 */
final class InOrderReplay {
    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(10);
    private static final Duration WINDOWS_TO_END = Duration.ofMillis(4L * DemoPlan.DRIFT_WINDOW_MS);
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final int NAMES_SHOWN = 12;
    private static final double PROGRESS_SECONDS = 10;

    private final DemoData data;
    private final DemoPlan plan;
    private final DemoStage stage;
    private final Narrator narrator;
    private final Clock clock;
    /** When each row was sent, in milliseconds. */
    private final long[] sentAt;

    private final Map<Verdict, Integer> windows = new EnumMap<>(Verdict.class);
    private int sent;
    private int reportsTold;
    private int requestsTold;
    private int outcomesTold;
    /** What the report that was told last says, in short. */
    private String toldLast = "STABLE[][]";

    private final List<ReplaySummary.Report> reports = new ArrayList<>();
    private OptionalInt firstDrift = OptionalInt.empty();
    private double progressTold;

    InOrderReplay(DemoData data, DemoPlan plan, DemoStage stage, Narrator narrator, Clock clock) {
        this.data = data;
        this.plan = plan;
        this.stage = stage;
        this.narrator = narrator;
        this.clock = clock;
        this.sentAt = new long[data.window().size() + data.after().size()];
    }

    /**
     * Plays it.
     *
     * @param keep whether broker and services stay after the summary, until the stage is stopped
     * @param onSummary takes the summary as soon as it is there
     */
    void run(boolean keep, Consumer<StorySummary> onSummary) throws InterruptedException {
        narrator.say("data: %s; K = %d", data.description(), plan.k());
        stage.play(data.channelNames(), cast -> {
            ReplaySummary summary = play(cast);
            print(summary);
            onSummary.accept(summary);
            if (keep) {
                narrator.say("broker and services stay, layout '%s'; Ctrl-C ends them", plan.layout());
                stage.await(() -> false, FOREVER);
            }
        });
    }

    private ReplaySummary play(DemoStage.Cast cast) {
        TopicFollower readback = cast.readback();
        narrator.say(
                "the first %,d rows are learnt from, %.0f a second",
                data.window().size(), plan.rate());
        feed(cast, data.window());
        stage.await(
                () -> {
                    cast.progress().update();
                    tell(readback, cast.progress());
                    return outcomesTold > 0;
                },
                TRAINING_PATIENCE);
        Selection first = stage.required(readback.selection(1), "no selection came of the first rows");
        narrator.say("the other %,d rows follow", data.after().size());
        feed(cast, data.after());
        stage.awaitAll(readback, cast.feeder().sent());
        Instant last = Instant.ofEpochMilli(sentAt[sent - 1]);
        stage.await(
                () -> {
                    tell(readback, cast.progress());
                    return readback.reportsFrom(0).stream()
                            .anyMatch(report ->
                                    !report.getOpen() && report.getWindowEnd().isAfter(last));
                },
                WINDOWS_TO_END);
        stage.await(
                () -> {
                    cast.progress().update();
                    tell(readback, cast.progress());
                    return isAnswered(readback);
                },
                TRAINING_PATIENCE);
        stage.goOn();
        return summary(readback, first);
    }

    private void feed(DemoStage.Cast cast, List<float[]> rows) {
        cast.feeder().play(rows, UnaryOperator.identity(), plan.rate(), () -> {
            sentAt[sent++] = clock.millis();
            tell(cast.readback(), cast.progress());
            if (narrator.seconds() - progressTold >= PROGRESS_SECONDS) {
                progressTold = narrator.seconds();
                narrator.say("row %,d of %,d", sent, sentAt.length);
            }
        });
    }

    /** Whether every request that was made has its answer. */
    private static boolean isAnswered(TopicFollower readback) {
        long answers = readback.outcomesFrom(0).stream()
                .filter(outcome -> outcome.getRequestedAt() != null)
                .count();
        return answers >= readback.requestsFrom(0).size();
    }

    /** Tells what has come since. */
    private void tell(TopicFollower readback, TrainingProgressLine progress) {
        for (DriftReport report : readback.reportsFrom(reportsTold)) {
            reportsTold++;
            tell(report);
        }
        for (RetrainRequest request : readback.requestsFrom(requestsTold)) {
            requestsTold++;
            narrator.say("row %,d: retrain requested by %s: %s", sent, request.getRequestedBy(), request.getReason());
        }
        for (RetrainOutcome outcome : readback.outcomesFrom(outcomesTold)) {
            Selection selection = readback.selection(outcome.getVersion()).orElse(null);
            if (outcome.getVersion() > 0 && selection == null) {
                return;
            }
            outcomesTold++;
            progress.skipPast();
            narrator.say("row %,d: %s for %s: %s", sent, outcome.getResult(), outcome.getCause(), outcome.getReason());
            if (selection != null) {
                tell(selection, readback.selection(outcome.getChampionVersion()).orElse(null));
            }
        }
    }

    /** Tells a report that says something else than the one before it. */
    private void tell(DriftReport report) {
        if (!report.getOpen()) {
            windows.merge(report.getVerdict(), 1, Integer::sum);
        }
        if (report.getVerdict() == Verdict.DRIFT && firstDrift.isEmpty()) {
            firstDrift = OptionalInt.of(sent);
        }
        ReplaySummary.Report told = report(report);
        reports.add(told);
        String inShort = told.verdict() + told.blamed() + told.faulty();
        if (inShort.equals(toldLast)) {
            return;
        }
        toldLast = inShort;
        narrator.say(
                "%s: %s on version %d: error %.3e, %.2f times validation%s",
                where(told),
                told.verdict(),
                told.version(),
                told.error(),
                told.errorRatio(),
                told.reasons().isEmpty() ? "" : "; " + String.join("; ", told.reasons()));
        if (!told.blamed().isEmpty()) {
            narrator.add("%s: %s", told.verdict().equals("STABLE") ? "moved" : "to blame", shown(told.blamed()));
        }
        if (!told.faulty().isEmpty()) {
            narrator.add("faulty: %s", shown(told.faulty()));
        }
    }

    private String where(ReplaySummary.Report report) {
        Integer since = report.sinceRow();
        String from =
                since == null || since > report.toRow() || report.verdict().equals("STABLE")
                        ? ""
                        : ", since about row %,d".formatted(since);
        return report.open()
                ? "row %,d, %,d records%s".formatted(report.toRow(), report.records(), from)
                : "rows %,d to %,d%s%s"
                        .formatted(
                                report.fromRow(),
                                report.toRow(),
                                report.toRow() <= data.window().size() ? ", learnt from" : "",
                                from);
    }

    private ReplaySummary.Report report(DriftReport report) {
        int from = rowsBefore(report.getWindowStart()) + 1;
        Integer since = report.getDetectors().stream()
                .filter(evidence -> evidence.getDrifted() && evidence.getSince() != null)
                .map(DetectorEvidence::getSince)
                .findFirst()
                .map(time -> rowsBefore(Instant.ofEpochMilli(time)) + 1)
                .orElse(null);
        return new ReplaySummary.Report(
                from,
                Math.max(from, rowsBefore(report.getWindowEnd())),
                report.getOpen(),
                report.getSelectionVersion(),
                report.getVerdict().name(),
                report.getRecords(),
                report.getErrorMean(),
                report.getErrorRatio(),
                report.getReasons(),
                report.getAttribution().stream().map(InOrderReplay::blamed).toList(),
                report.getFaulty().stream().map(InOrderReplay::faulty).toList(),
                since);
    }

    private static String blamed(AttributedChannel channel) {
        return channel.getName() + (channel.getSelected() ? " (chosen)" : "");
    }

    private static String faulty(FaultySensor sensor) {
        return sensor.getName() + " " + sensor.getFault();
    }

    private int rowsBefore(Instant time) {
        int place = Arrays.binarySearch(sentAt, 0, sent, time.toEpochMilli());
        if (place < 0) {
            return -place - 1;
        }
        while (place > 0 && sentAt[place - 1] == sentAt[place]) {
            place--;
        }
        return place;
    }

    private void tell(Selection selection, @Nullable Selection before) {
        List<String> names = names(selection);
        narrator.add(
                "version %d: validation error %.3e, predicting the mean %.3e",
                selection.getVersion(),
                selection.getValidation().getMean(),
                selection.getValidation().getPredictMean());
        if (before == null) {
            narrator.add("channels: %s", shown(names));
            return;
        }
        Set<String> old = Set.copyOf(names(before));
        List<String> added = names.stream().filter(name -> !old.contains(name)).toList();
        List<String> dropped =
                names(before).stream().filter(name -> !names.contains(name)).toList();
        if (added.isEmpty()) {
            narrator.add("the same channels with a new decoder");
        } else {
            narrator.add("%s in the place of %s", shown(added), shown(dropped));
        }
    }

    private static List<String> names(Selection selection) {
        return selection.getChannels().stream().map(SelectedChannel::getName).toList();
    }

    private static String shown(List<String> names) {
        return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() <= NAMES_SHOWN ? "" : " and " + (names.size() - NAMES_SHOWN) + " more");
    }

    private ReplaySummary summary(TopicFollower readback, Selection first) {
        int newest = readback.outcomesFrom(0).stream()
                .mapToInt(RetrainOutcome::getVersion)
                .max()
                .orElse(1);
        List<ReplaySummary.Version> versions = IntStream.rangeClosed(1, newest)
                .mapToObj(readback::selection)
                .flatMap(java.util.Optional::stream)
                .map(selection -> version(readback, selection))
                .toList();
        return new ReplaySummary(
                RecordCounts.of(readback),
                first.getChannels().size(),
                first.getChannelNames().size(),
                data.window().size(),
                windows.getOrDefault(Verdict.STABLE, 0),
                windows.getOrDefault(Verdict.WARNING, 0),
                windows.getOrDefault(Verdict.DRIFT, 0),
                firstDrift.isPresent() ? firstDrift.getAsInt() : null,
                reports,
                versions,
                readback.outcomesFrom(0).stream()
                        .map(outcome -> new ReplaySummary.Retrain(
                                outcome.getCause(), outcome.getResult().name(), outcome.getReason()))
                        .toList(),
                narrator.seconds());
    }

    private ReplaySummary.Version version(TopicFollower readback, Selection selection) {
        int number = selection.getVersion();
        return new ReplaySummary.Version(
                number,
                selection.getProvenance().getTrigger(),
                names(selection),
                selection.getValidation().getMean(),
                selection.getValidation().getPredictMean(),
                readback.records(number),
                readback.records(number) == 0
                        ? null
                        : readback.meanError(made -> made == number, Instant.MIN, Instant.MAX));
    }

    private void print(ReplaySummary summary) {
        summary.records().print(narrator, summary.k(), summary.d());
        narrator.line(
                "  windows           %,10d   of %d s: %d stable, %d warning, %d drift",
                summary.stable() + summary.warning() + summary.drift(),
                DemoPlan.DRIFT_WINDOW_MS / 1000,
                summary.stable(),
                summary.warning(),
                summary.drift());
        for (ReplaySummary.Version version : summary.versions()) {
            Double error = version.error();
            narrator.line(
                    "  version %-3d       %10s   %s (validation %.3e), %s",
                    version.version(),
                    error == null ? "" : "%.3e".formatted(error),
                    error == null
                            ? "no record was left for it"
                            : "mean error of %,d records".formatted(version.records()),
                    version.validationError(),
                    version.trigger());
        }
        narrator.line("  seconds           %10.1f", summary.seconds());
        summary.printChecks(narrator);
    }
}
