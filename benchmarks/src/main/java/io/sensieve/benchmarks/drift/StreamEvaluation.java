package io.sensieve.benchmarks.drift;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Verdict;
import io.sensieve.benchmarks.simulation.SimulatedApp;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsMain;
import io.sensieve.topic.Topics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a stream through the streams app and records the alarms of all drift signals. */
final class StreamEvaluation {
    private final Map<DriftSignal, AlarmHistory> alarms = new EnumMap<>(DriftSignal.class);
    private long requests;
    private @Nullable DriftReport firstReport;

    private StreamEvaluation() {
        for (DriftSignal signal : DriftSignal.values()) {
            alarms.put(signal, new AlarmHistory());
        }
    }

    /**
     * Runs a stream to its end, or until {@code enough} holds.
     *
     * @param subject selection of the app
     * @param app settings of the app
     * @param stream returns the row of a record
     * @param from first record whose report of drift is kept
     * @param length number of records
     * @param enough ends the stream early
     */
    static StreamEvaluation of(
            SelectionUnderTest subject,
            SimulationSettings app,
            LongFunction<float[]> stream,
            long from,
            long length,
            Predicate<StreamEvaluation> enough) {
        StreamEvaluation evaluation = new StreamEvaluation();
        Map<DriftSignal, Predicate<DriftReport>> isRaised = new EnumMap<>(DriftSignal.class);
        Settings settings = Settings.of(StreamsMain.runner().definition(), app.all());
        for (DriftSignal signal : DriftSignal.values()) {
            isRaised.put(signal, signal.isRaisedIn(settings));
        }
        try (SimulatedApp simulated = new SimulatedApp(app.all(), app.perSecond(), app.tick())) {
            simulated.publish(subject.version1());
            for (long i = 0; i < length; i++) {
                if (simulated.send(stream.apply(i))) {
                    evaluation.read(simulated, isRaised, from);
                    if (enough.test(evaluation)) {
                        break;
                    }
                }
            }
        }
        return evaluation;
    }

    private void read(SimulatedApp app, Map<DriftSignal, Predicate<DriftReport>> isRaised, long from) {
        for (DriftReport report : app.read(Topics.DRIFT)) {
            alarms.forEach((signal, alarm) ->
                    alarm.record(Objects.requireNonNull(isRaised.get(signal)).test(report), app.sent()));
            if (firstReport == null
                    && app.sent() > from
                    && (report.getVerdict() == Verdict.DRIFT
                            || !report.getFaultySensors().isEmpty())) {
                firstReport = report;
            }
        }
        requests += app.read(Topics.RETRAIN_REQUESTS).size();
    }

    AlarmHistory alarm(DriftSignal signal) {
        return Objects.requireNonNull(alarms.get(signal));
    }

    /** Whether all signals were raised after a record. */
    boolean areAllRaised(long from) {
        return alarms.values().stream()
                .allMatch(alarm -> alarm.delay(from, Long.MAX_VALUE).isPresent());
    }

    /** Number of retrain requests. */
    long requests() {
        return requests;
    }

    /**
     * Channels of the first report with drift or a faulty sensor: faulty sensors, then attributed channels in
     * descending order; empty without such a report.
     */
    Optional<List<Integer>> attributedChannels() {
        return Optional.ofNullable(firstReport)
                .map(report -> Stream.concat(
                                report.getFaultySensors().stream().map(FaultySensor::getIndex),
                                report.getAttribution().stream().map(AttributedChannel::getIndex))
                        .toList());
    }
}
