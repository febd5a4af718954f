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
 * What came of one stream with a planted drift.
 *
 * @param scores of each signal
 * @param blame of the first report of drift or of a faulty sensor; none where there was no such report
 */
record PlantedDriftResult(DriftKind kind, Map<DriftSignal, Score> scores, AttributionScore attribution) {
    /** How many of the channels that a report blames count. */
    static final int TOP_CHANNELS = 5;

    /**
     * What a signal made of it.
     *
     * @param early alarms before the first onset
     * @param delays records from each onset to the alarm; empty where it was missed
     * @param release records from the world's return until the alarm ended, where the world returns
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
     * Whether the right channels are attributed.
     *
     * @param precision share of the first five that did change; empty where none is attributed
     * @param recall share of as many changed channels, at most five, that are among them
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
     * Lets a stream run.
     *
     * @param after records of the changed world that a signal has to tell of it
     */
    static PlantedDriftResult of(
            SelectionUnderTest subject, SimulationSettings app, DriftKind kind, long seed, int after) {
        PlantedDrift drift = PlantedDrift.of(kind, subject.held(), subject.selected(), seed);
        long length = drift.length(after);
        boolean returns = kind == DriftKind.SEASONAL;
        StreamEvaluation watch = StreamEvaluation.of(
                subject, app, drift::next, drift.onset(), length, seen -> !returns && seen.all(drift.onset()));
        Map<DriftSignal, Score> scores = new EnumMap<>(DriftSignal.class);
        for (DriftSignal signal : DriftSignal.values()) {
            AlarmHistory alarm = watch.alarm(signal);
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
                watch.attributedChannels()
                        .map(attributed -> AttributionScore.of(attributed, drift.changed()))
                        .orElse(AttributionScore.NOTHING));
    }

    /** What answers it: the verdict, or of a sensor that fails what is said of the sensors. */
    Score answer() {
        Score verdict = score(DriftSignal.VERDICT);
        Score sensors = score(DriftSignal.SENSOR_FAULT);
        return kind.isFault() && verdict.missed() > 0 ? sensors : verdict;
    }

    Score score(DriftSignal signal) {
        return Objects.requireNonNull(scores.get(signal));
    }
}
