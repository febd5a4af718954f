package io.sensieve.benchmarks.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** When something that watches a stream began to tell of a change, and when it ceased to. */
final class AlarmHistory {
    private final List<Long> began = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private boolean on;

    /** It isRaised, or does not, when {@code records} have been sent. */
    void record(boolean alarmed, long records) {
        if (alarmed != on) {
            (alarmed ? began : ended).add(records);
            on = alarmed;
        }
    }

    /** How often it began before {@code record}. */
    long countBefore(long record) {
        return began.stream().filter(at -> at < record).count();
    }

    /** Records from {@code from} until it began; empty if it did not before {@code until}. */
    OptionalLong delay(long from, long until) {
        return first(began, from, until);
    }

    /** Records from {@code from} until it ceased; empty if it did not before {@code until}. */
    OptionalLong release(long from, long until) {
        return first(ended, from, until);
    }

    private static OptionalLong first(List<Long> times, long from, long until) {
        return times.stream()
                .filter(at -> at >= from && at < until)
                .mapToLong(at -> at - from)
                .findFirst();
    }
}
