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

/** One stream through the app, before the eyes of all watchers. */
final class StreamEvaluation {
    private final Map<DriftSignal, AlarmHistory> alarms = new EnumMap<>(DriftSignal.class);
    private long requests;
    private @Nullable DriftReport found;

    private StreamEvaluation() {
        for (DriftSignal signal : DriftSignal.values()) {
            alarms.put(signal, new AlarmHistory());
        }
    }

    /**
     * Streams until the end, or until {@code enough} holds.
     *
     * @param app settings of the app
     * @param from the first report of drift from this record on is kept
     */
    static StreamEvaluation of(
            SelectionUnderTest subject,
            SimulationSettings app,
            LongFunction<float[]> stream,
            long from,
            long length,
            Predicate<StreamEvaluation> enough) {
        StreamEvaluation watch = new StreamEvaluation();
        Map<DriftSignal, Predicate<DriftReport>> isRaised = new EnumMap<>(DriftSignal.class);
        Settings settings = Settings.of(StreamsMain.runner().definition(), app.all());
        for (DriftSignal signal : DriftSignal.values()) {
            isRaised.put(signal, signal.isRaisedIn(settings));
        }
        try (SimulatedApp simulated = new SimulatedApp(app.all(), app.perSecond(), app.tick())) {
            simulated.publish(subject.published());
            for (long i = 0; i < length; i++) {
                if (simulated.send(stream.apply(i))) {
                    watch.read(simulated, isRaised, from);
                    if (enough.test(watch)) {
                        break;
                    }
                }
            }
        }
        return watch;
    }

    private void read(SimulatedApp app, Map<DriftSignal, Predicate<DriftReport>> isRaised, long from) {
        for (DriftReport report : app.read(Topics.DRIFT)) {
            alarms.forEach((signal, alarm) ->
                    alarm.record(Objects.requireNonNull(isRaised.get(signal)).test(report), app.sent()));
            if (found == null
                    && app.sent() > from
                    && (report.getVerdict() == Verdict.DRIFT
                            || !report.getFaultySensors().isEmpty())) {
                found = report;
            }
        }
        requests += app.read(Topics.RETRAIN_REQUESTS).size();
    }

    AlarmHistory alarm(DriftSignal signal) {
        return Objects.requireNonNull(alarms.get(signal));
    }

    /** Whether every signal has told of a change since a record. */
    boolean all(long from) {
        return alarms.values().stream()
                .allMatch(alarm -> alarm.delay(from, Long.MAX_VALUE).isPresent());
    }

    /** Retrains asked for. */
    long requests() {
        return requests;
    }

    /**
     * Channels that the first report of drift, or of a faulty sensor, names: faulty ones, then those to blame, worst
     * first; empty where there was none.
     */
    Optional<List<Integer>> attributedChannels() {
        return Optional.ofNullable(found)
                .map(report -> Stream.concat(
                                report.getFaultySensors().stream().map(FaultySensor::getIndex),
                                report.getAttribution().stream().map(AttributedChannel::getIndex))
                        .toList());
    }
}
