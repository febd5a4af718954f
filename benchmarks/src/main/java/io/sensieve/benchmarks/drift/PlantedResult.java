package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.simulation.AppSettings;
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
 * @param scores of each watcher
 * @param blame of the first report of drift or of a faulty sensor; none where there was no such report
 */
record PlantedResult(DriftKind kind, Map<Watcher, Score> scores, Blamed blame) {
    /** How many of the channels that a report blames count. */
    static final int BLAMED = 5;

    /**
     * What a watcher made of it.
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
     * Whether the right channels are blamed.
     *
     * @param precision share of the first five that did change; empty where none is blamed
     * @param recall share of as many changed channels, at most five, that are among them
     */
    record Blamed(OptionalDouble precision, OptionalDouble recall) {
        static final Blamed NOTHING = new Blamed(OptionalDouble.empty(), OptionalDouble.empty());

        static Blamed of(List<Integer> blamed, Set<Integer> changed) {
            List<Integer> first = blamed.subList(0, Math.min(BLAMED, blamed.size()));
            double hits = first.stream().filter(changed::contains).count();
            return new Blamed(
                    first.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(hits / first.size()),
                    OptionalDouble.of(hits / Math.min(BLAMED, changed.size())));
        }
    }

    PlantedResult {
        scores = Map.copyOf(scores);
    }

    /**
     * Lets a stream run.
     *
     * @param after records of the changed world that a watcher has to tell of it
     */
    static PlantedResult of(JudgedSelection world, AppSettings app, DriftKind kind, long seed, int after) {
        PlantedDrift drift = PlantedDrift.of(kind, world.held(), world.chosen(), seed);
        long length = drift.length(after);
        boolean returns = kind == DriftKind.SEASONAL;
        StreamJudging watch = StreamJudging.of(
                world, app, drift::next, drift.onset(), length, seen -> !returns && seen.all(drift.onset()));
        Map<Watcher, Score> scores = new EnumMap<>(Watcher.class);
        for (Watcher watcher : Watcher.values()) {
            Alarm alarm = watch.alarm(watcher);
            List<OptionalLong> delays = drift.onsets().stream()
                    .map(onset -> alarm.delay(onset, returns ? onset + PlantedDrift.SEASON_RECORDS : length + 1))
                    .toList();
            long back = drift.onset() + PlantedDrift.SEASON_RECORDS;
            scores.put(
                    watcher,
                    new Score(
                            alarm.countBefore(drift.onset()),
                            delays,
                            returns ? alarm.release(back, back + PlantedDrift.SEASON_RECORDS) : OptionalLong.empty()));
        }
        return new PlantedResult(
                kind,
                scores,
                watch.blamed().map(blamed -> Blamed.of(blamed, drift.changed())).orElse(Blamed.NOTHING));
    }

    /** What answers it: the verdict, or of a sensor that fails what is said of the sensors. */
    Score answer() {
        Score verdict = score(Watcher.VERDICT);
        Score sensors = score(Watcher.SENSOR_FAULT);
        return kind.isFault() && verdict.missed() > 0 ? sensors : verdict;
    }

    Score score(Watcher watcher) {
        return Objects.requireNonNull(scores.get(watcher));
    }
}
