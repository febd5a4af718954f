package io.sensieve.standalone.demo.replay;

import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.standalone.demo.run.DemoData;
import io.sensieve.standalone.demo.run.DemoPlan;
import io.sensieve.standalone.demo.run.DemoResult;
import io.sensieve.standalone.demo.run.DemoRun;
import io.sensieve.standalone.demo.run.Narrator;
import io.sensieve.standalone.demo.run.RecordCounts;
import io.sensieve.standalone.demo.run.TopicFollower;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Plays the rows of a file in their order without changing them: the trainer trains on the first rows, and the drift
 * reports and retrains that the other rows cause are printed with row numbers.
 */
public final class InOrderReplay {
    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(10);
    private static final Duration WINDOWS_TO_END = Duration.ofMillis(4L * DemoPlan.DRIFT_WINDOW_MS);
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final double PROGRESS_SECONDS = 10;

    private final DemoData data;
    private final DemoPlan plan;
    private final DemoRun run;
    private final Narrator narrator;
    private final Clock clock;
    private final SentRows rows;
    private double progressPrinted;

    /** Prepares the replay; {@link #play} starts it. */
    public InOrderReplay(DemoData data, DemoPlan plan, DemoRun run, Narrator narrator, Clock clock) {
        this.data = data;
        this.plan = plan;
        this.run = run;
        this.narrator = narrator;
        this.clock = clock;
        this.rows = new SentRows(data.window().size() + data.after().size());
    }

    /**
     * Plays the file.
     *
     * @param keep whether broker and services stay after the summary until the run is stopped
     * @param onResult receives the summary as soon as it is complete
     */
    public void play(boolean keep, Consumer<DemoResult> onResult) throws InterruptedException {
        narrator.say("data: %s; K = %d", data.description(), plan.k());
        run.play(data.channelNames(), parts -> {
            ReplaySummary summary = play(parts);
            ReplayText.print(summary, narrator);
            onResult.accept(summary);
            if (keep) {
                narrator.say("broker and services stay, layout '%s'; Ctrl-C ends them", plan.layout());
                run.await(() -> false, FOREVER);
            }
        });
    }

    private ReplaySummary play(DemoRun.Parts parts) {
        TopicFollower topics = parts.topics();
        ReplayEvents events =
                new ReplayEvents(topics, rows, data.window().size(), new ReplayText(narrator), parts.progress());
        narrator.say(
                "the trainer trains on the first %,d rows, sent at %.0f per second",
                data.window().size(), plan.rates().measuring());
        feed(parts, events, data.window());
        awaitPrinting(parts, events, events::hasOutcome);
        Selection first = run.require(topics.selection(1), () -> "no selection was published for the first rows");
        narrator.say("the other %,d rows follow", data.after().size());
        feed(parts, events, data.after());
        run.awaitAll(topics, parts.feeder().sent());
        awaitLastWindow(topics, events);
        awaitPrinting(parts, events, () -> isEveryRequestAnswered(topics));
        run.throwIfStopped();
        return summary(topics, events, first);
    }

    private void feed(DemoRun.Parts parts, ReplayEvents events, List<float[]> values) {
        parts.feeder().play(values, UnaryOperator.identity(), plan.rates().measuring(), () -> {
            rows.add(clock.millis());
            events.print();
            if (narrator.seconds() - progressPrinted >= PROGRESS_SECONDS) {
                progressPrinted = narrator.seconds();
                narrator.say("row %,d of %,d", rows.sent(), rows.total());
            }
        });
    }

    private void awaitPrinting(DemoRun.Parts parts, ReplayEvents events, BooleanSupplier condition) {
        run.await(
                () -> {
                    parts.progress().update();
                    events.print();
                    return condition.getAsBoolean();
                },
                TRAINING_PATIENCE);
    }

    private void awaitLastWindow(TopicFollower topics, ReplayEvents events) {
        Instant last = rows.last();
        run.await(
                () -> {
                    events.print();
                    return topics.reportsFrom(0).stream()
                            .anyMatch(report ->
                                    !report.getEarly() && report.getWindowEnd().isAfter(last));
                },
                WINDOWS_TO_END);
    }

    private static boolean isEveryRequestAnswered(TopicFollower topics) {
        long answers = topics.outcomesFrom(0).stream()
                .filter(outcome -> outcome.getRequestedAt() != null)
                .count();
        return answers >= topics.requestsFrom(0).size();
    }

    private ReplaySummary summary(TopicFollower topics, ReplayEvents events, Selection first) {
        List<RetrainOutcome> outcomes = topics.outcomesFrom(0);
        int newest =
                outcomes.stream().mapToInt(RetrainOutcome::getVersion).max().orElse(1);
        return new ReplaySummary(
                RecordCounts.of(topics),
                first.getChannels().size(),
                first.getChannelNames().size(),
                data.window().size(),
                events.drift(),
                IntStream.rangeClosed(1, newest)
                        .mapToObj(topics::selection)
                        .flatMap(Optional::stream)
                        .map(selection -> version(topics, selection))
                        .toList(),
                outcomes.stream()
                        .map(outcome -> new ReplaySummary.Retrain(
                                outcome.getCause(), outcome.getResult().name(), outcome.getReason()))
                        .toList(),
                serving(topics, events, newest),
                narrator.seconds());
    }

    private ReplaySummary.Serving serving(TopicFollower topics, ReplayEvents events, int newest) {
        Map<Integer, LoadedSelection> versions = new TreeMap<>();
        for (int version = 1; version <= newest; version++) {
            int number = version;
            topics.load(version).ifPresent(selection -> versions.put(number, selection));
        }
        int[] served = new int[rows.sent()];
        topics.forEachReconstruction((timestamp, version) -> {
            int row = Math.min(rows.before(timestamp), served.length - 1);
            served[row] = Math.max(served[row], version);
        });
        // Several rows are sent within a millisecond: all but one of them have the version of the row before.
        for (int row = 1; row < served.length; row++) {
            served[row] = served[row] == 0 ? served[row - 1] : served[row];
        }
        return ReplaySummary.Serving.of(
                new Stretches(data.window(), data.after()).of(served, versions, events::faultyChannels),
                Math.max(1, served.length / 10));
    }

    private static ReplaySummary.Version version(TopicFollower topics, Selection selection) {
        int number = selection.getVersion();
        long records = topics.records(number);
        return new ReplaySummary.Version(
                number,
                selection.getProvenance().getTrigger(),
                ReplayText.channelNames(selection),
                selection.getValidation().getMean(),
                selection.getValidation().getPredictMean(),
                records,
                records == 0 ? null : topics.meanError(made -> made == number, Instant.MIN, Instant.MAX));
    }
}
