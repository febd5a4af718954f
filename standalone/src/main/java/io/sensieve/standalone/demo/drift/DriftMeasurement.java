package io.sensieve.standalone.demo.drift;

import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;
import io.sensieve.Verdict;
import io.sensieve.standalone.demo.run.DemoFeeder;
import io.sensieve.standalone.demo.run.DemoPlan;
import io.sensieve.standalone.demo.run.DemoRun;
import io.sensieve.standalone.demo.run.Narrator;
import io.sensieve.standalone.demo.run.TopicFollower;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Feeds rows until the app has measured a version, or has detected drift and requested a retrain. */
final class DriftMeasurement {
    private static final Duration PATIENCE = DemoRun.PATIENCE;
    private static final String IN_TIME = " within " + PATIENCE.toMinutes() + " minutes";
    private static final int WINDOWS_TO_MEASURE = 3;

    private final DemoRun run;
    private final DemoPlan plan;
    private final Narrator narrator;
    private final DemoFeeder feeder;
    private final TopicFollower topics;

    DriftMeasurement(DemoRun run, DemoPlan plan, Narrator narrator, DemoFeeder feeder, TopicFollower topics) {
        this.run = run;
        this.plan = plan;
        this.narrator = narrator;
        this.feeder = feeder;
        this.topics = topics;
    }

    /** Feeds until the app has reported three complete windows of the version that started after {@code from}. */
    void measure(List<float[]> rows, UnaryOperator<float[]> transform, int version, Instant from) {
        feeder.playUntil(
                rows,
                transform,
                plan.rates().measuring(),
                () -> completeWindows(version, from).size() >= WINDOWS_TO_MEASURE,
                PATIENCE);
        List<DriftReport> reports = completeWindows(version, from);
        narrator.say(
                "%d windows of %d s: %s, error %.3e",
                reports.size(),
                DemoPlan.DRIFT_WINDOW_MS / 1000,
                reports.stream()
                        .map(report -> report.getVerdict().name())
                        .distinct()
                        .collect(Collectors.joining(", ")),
                topics.meanError(made -> made >= version, from, Instant.MAX));
    }

    private List<DriftReport> completeWindows(int version, Instant from) {
        return topics.reports(report -> report.getSelectionVersion() >= version
                && !report.getEarly()
                && !report.getWindowStart().isBefore(from));
    }

    /**
     * Feeds each row once, which fills the next training window, and continues until drift is detected.
     *
     * @return the drift report of the version with the most channels in its attribution
     */
    DriftReport awaitDrift(List<float[]> rows, UnaryOperator<float[]> transform, int version) {
        AtomicBoolean announced = new AtomicBoolean();
        Runnable announce = () -> drifts(version).stream()
                .findFirst()
                .filter(report -> announced.compareAndSet(false, true))
                .ifPresent(report -> narrator.say(
                        "drift detected on version %d: %s",
                        report.getSelectionVersion(),
                        report.getEarly()
                                ? "before the end of the window"
                                : "consecutive windows are above the drift threshold"));
        feeder.play(rows, transform, plan.rates().measuring(), announce);
        feeder.playUntil(
                rows,
                transform,
                plan.rates().training(),
                () -> {
                    announce.run();
                    return announced.get();
                },
                PATIENCE);
        return run.require(
                drifts(version).stream()
                        .max(Comparator.comparingInt(
                                report -> report.getAttribution().size())),
                () -> "the shift was not detected" + IN_TIME);
    }

    private List<DriftReport> drifts(int version) {
        return topics.reports(
                report -> report.getSelectionVersion() == version && report.getVerdict() == Verdict.DRIFT);
    }

    /** Waits for the retrain request about the version. */
    RetrainRequest awaitRequest(int version) {
        run.await(
                () -> topics.request(request -> request.getSelectionVersion() == version)
                        .isPresent(),
                PATIENCE);
        return run.require(
                topics.request(request -> request.getSelectionVersion() == version),
                () -> "no retrain was requested" + IN_TIME);
    }
}
