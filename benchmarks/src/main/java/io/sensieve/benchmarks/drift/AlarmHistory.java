package io.sensieve.benchmarks.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Records when a drift signal is raised and cleared, in numbers of sent records. */
final class AlarmHistory {
    private final List<Long> raised = new ArrayList<>();
    private final List<Long> cleared = new ArrayList<>();
    private boolean active;

    /** Adds the state of the signal after {@code records} records. */
    void record(boolean alarmed, long records) {
        if (alarmed != active) {
            (alarmed ? raised : cleared).add(records);
            active = alarmed;
        }
    }

    /** Number of times that the signal was raised before a record. */
    long countBefore(long record) {
        return raised.stream().filter(at -> at < record).count();
    }

    /** Records from {@code from} until the signal was raised; empty if it was not raised before {@code until}. */
    OptionalLong delay(long from, long until) {
        return first(raised, from, until);
    }

    /** Records from {@code from} until the signal was cleared; empty if it was not cleared before {@code until}. */
    OptionalLong release(long from, long until) {
        return first(cleared, from, until);
    }

    private static OptionalLong first(List<Long> times, long from, long until) {
        return times.stream()
                .filter(at -> at >= from && at < until)
                .mapToLong(at -> at - from)
                .findFirst();
    }
}
