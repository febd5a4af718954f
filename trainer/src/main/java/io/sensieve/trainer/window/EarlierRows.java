package io.sensieve.trainer.window;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps a uniform sample, in bounded memory, of the rows that have left a {@link UniformWindow}. The rows of lowest
 * priority stay.
 */
final class EarlierRows {
    private final int capacity;
    private final PriorityQueue<Candidate> rows =
            new PriorityQueue<>(Comparator.comparingDouble(Candidate::priority).reversed());
    private double bound = 1;

    /**
     * Creates an empty sample.
     *
     * @param capacity most rows
     */
    EarlierRows(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds rows.
     *
     * @param candidates all rows of a stretch of time whose priority is below {@code candidatesBound}
     */
    void add(Collection<Candidate> candidates, double candidatesBound) {
        bound = Math.min(bound, candidatesBound);
        for (Candidate candidate : candidates) {
            if (candidate.priority() < bound) {
                rows.add(candidate);
                if (rows.size() > capacity) {
                    bound = rows.remove().priority();
                }
            }
        }
        while (!rows.isEmpty() && rows.element().priority() >= bound) {
            rows.remove();
        }
    }

    /** Removes the rows from an event time on, because their records are read again. */
    void removeFrom(long timestamp) {
        rows.removeIf(candidate -> candidate.row().timestamp() >= timestamp);
    }

    /** Removes all rows. */
    void clear() {
        rows.clear();
        bound = 1;
    }

    /** Returns the rows in the order of event time. */
    List<WindowRow> rows() {
        return rows.stream()
                .map(Candidate::row)
                .sorted(Comparator.comparingLong(WindowRow::timestamp))
                .toList();
    }
}
