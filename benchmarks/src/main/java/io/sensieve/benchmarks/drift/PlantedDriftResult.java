package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.simulation.SimulationSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Evaluates a stream with a planted drift.
 *
 * @param kind kind of drift
 * @param scores score of each signal
 * @param attribution score of the first report with drift or a faulty sensor; empty without such a report
 */
record PlantedDriftResult(DriftKind kind, Map<DriftSignal, Score> scores, AttributionScore attribution) {
    /** Number of attributed channels that count. */
    static final int TOP_CHANNELS = 5;

    /**
     * Score of a signal.
     *
     * @param early number of alarms before the first onset
     * @param delays records from each onset to the alarm; empty for a missed drift
     * @param release records from the end of the drift to the end of the alarm; empty unless the drift is seasonal
     */
    record Score(long early, List<OptionalLong> delays, OptionalLong release) {
        Score {
            delays = List.copyOf(delays);
        }

        long missed() {
            return delays.stream().filter(OptionalLong::isEmpty).count();
        }
    }

    /**
     * Score of the attribution to channels.
     *
     * @param precision share of drifted channels among the first five attributed ones; empty without attribution
     * @param recall share of at most five drifted channels that are among them
     */
    record AttributionScore(OptionalDouble precision, OptionalDouble recall) {
        static final AttributionScore NOTHING = new AttributionScore(OptionalDouble.empty(), OptionalDouble.empty());

        static AttributionScore of(List<Integer> attributed, Set<Integer> changed) {
            List<Integer> first = attributed.subList(0, Math.min(TOP_CHANNELS, attributed.size()));
            double hits = first.stream().filter(changed::contains).count();
            return new AttributionScore(
                    first.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(hits / first.size()),
                    OptionalDouble.of(hits / Math.min(TOP_CHANNELS, changed.size())));
        }
    }

    PlantedDriftResult {
        scores = Map.copyOf(scores);
    }

    /**
     * Runs a stream through the app.
     *
     * @param subject selection and rows of the stream
     * @param app settings of the app
     * @param kind kind of drift
     * @param seed seed of the drift
     * @param after number of drifted records, within which a signal must be raised
     */
    static PlantedDriftResult of(
            SelectionUnderTest subject, SimulationSettings app, DriftKind kind, long seed, int after) {
        PlantedDrift drift = PlantedDrift.of(kind, subject.heldOut(), subject.selected(), seed);
        long length = drift.length(after);
        boolean returns = kind == DriftKind.SEASONAL;
        StreamEvaluation evaluation = StreamEvaluation.of(
                subject,
                app,
                drift::next,
                drift.onset(),
                length,
                soFar -> !returns && soFar.areAllRaised(drift.onset()));
        Map<DriftSignal, Score> scores = new EnumMap<>(DriftSignal.class);
        for (DriftSignal signal : DriftSignal.values()) {
            AlarmHistory alarm = evaluation.alarm(signal);
            List<OptionalLong> delays = drift.onsets().stream()
                    .map(onset -> alarm.delay(onset, returns ? onset + PlantedDrift.SEASON_RECORDS : length + 1))
                    .toList();
            long back = drift.onset() + PlantedDrift.SEASON_RECORDS;
            scores.put(
                    signal,
                    new Score(
                            alarm.countBefore(drift.onset()),
                            delays,
                            returns ? alarm.release(back, back + PlantedDrift.SEASON_RECORDS) : OptionalLong.empty()));
        }
        return new PlantedDriftResult(
                kind,
                scores,
                evaluation
                        .attributedChannels()
                        .map(attributed -> AttributionScore.of(attributed, drift.changed()))
                        .orElse(AttributionScore.NOTHING));
    }

    /** Score of the verdict, or for a sensor fault that of the sensor state if the verdict misses it. */
    Score response() {
        Score verdict = score(DriftSignal.VERDICT);
        Score sensors = score(DriftSignal.SENSOR_FAULT);
        return kind.isFault() && verdict.missed() > 0 ? sensors : verdict;
    }

    Score score(DriftSignal signal) {
        return Objects.requireNonNull(scores.get(signal));
    }
}
