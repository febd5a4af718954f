package io.sensieve.trainer.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws a uniform sample, in bounded memory, of the records of the newest span of event time.
 *
 * <p>Every record draws a priority from 0 to 1. Event time is divided into slices of an eighth of the span. A slice
 * keeps the records whose priority is below its bound, which is 1 at first. When the slices hold more than twice the
 * capacity, the records of highest priority are removed until one and a half times the capacity is left, and the
 * slices' bounds fall to the lowest priority that was removed. The sample consists of every record whose priority is
 * below the lowest bound of all slices, so that each record of the span is sampled with the same probability, whatever
 * the rate was at its time. Slices expire whole; their rows become {@link EarlierRows}.
 *
 * <p>Memory: at most two times the capacity in rows, beside the earlier rows. Not thread-safe.
 */
final class UniformWindow {
    private static final int SLICES = 8;

    private final int capacity;
    private final int leastRows;
    private final long span;
    private final long sliceLength;
    private final SplittableRandom random;
    private final EarlierRows earlier;
    private final NavigableMap<Long, Slice> slices = new TreeMap<>();
    private int held;
    private long newest = Long.MIN_VALUE;

    private static final class Slice {
        private final List<Candidate> candidates = new ArrayList<>();
        private final Map<Integer, OffsetSpan> offsets = new TreeMap<>();
        private double bound = 1;
        private long seen;
    }

    /**
     * Creates an empty window.
     *
     * @param capacity most rows of the sample
     * @param leastRows the span is longer if it had fewer records than this
     * @param span length of event time in ms, at least 8
     * @param random draws the priorities
     * @param earlier receives the rows that expire
     */
    UniformWindow(int capacity, int leastRows, long span, SplittableRandom random, EarlierRows earlier) {
        this.capacity = capacity;
        this.leastRows = leastRows;
        this.span = span;
        this.sliceLength = Math.max(1, span / SLICES);
        this.random = random;
        this.earlier = earlier;
    }

    /** Offers a record to the sample and returns whether it is within the span. */
    boolean offer(WindowRow row, RecordPosition position) {
        if (isLate(row.timestamp())) {
            return false;
        }
        newest = Math.max(newest, row.timestamp());
        Slice slice = slices.computeIfAbsent(Math.floorDiv(row.timestamp(), sliceLength), start -> new Slice());
        slice.seen++;
        slice.offsets.merge(position.partition(), OffsetSpan.of(position.offset()), OffsetSpan::union);
        double priority = random.nextDouble();
        if (priority < slice.bound) {
            slice.candidates.add(new Candidate(priority, row));
            held++;
        }
        expire();
        if (held > 2L * capacity) {
            thin();
        }
        return true;
    }

    /** Returns whether a record of that event time is older than the span and than all records of the window. */
    boolean isLate(long timestamp) {
        return newest != Long.MIN_VALUE && timestamp <= newest - span && timestamp < slices.firstKey() * sliceLength;
    }

    /** Removes all records. */
    void clear() {
        slices.clear();
        held = 0;
        newest = Long.MIN_VALUE;
    }

    /** Removes all records; rows from before an event time become earlier rows. */
    void restart(long from) {
        for (Slice slice : slices.values()) {
            earlier.add(
                    slice.candidates.stream()
                            .filter(candidate -> candidate.row().timestamp() < from)
                            .toList(),
                    slice.bound);
        }
        clear();
    }

    /** Returns the number of rows of {@link #sample()}. */
    int size() {
        return sizeFrom(Long.MIN_VALUE);
    }

    /** Returns the number of rows of {@link #sample()} from an event time on, in ms. */
    int sizeFrom(long timestamp) {
        double bound = lowestBound();
        long below = slices.values().stream()
                .flatMap(slice -> slice.candidates.stream())
                .filter(candidate -> candidate.priority() < bound)
                .filter(candidate -> candidate.row().timestamp() >= timestamp)
                .count();
        return (int) Math.min(below, capacity);
    }

    /** Returns the number of records that were offered within the present slices. */
    long seen() {
        return slices.values().stream().mapToLong(slice -> slice.seen).sum();
    }

    /** Returns the number of rows in memory. */
    int held() {
        return held;
    }

    /** Returns the newest event time in ms; {@link Long#MIN_VALUE} if there is no record. */
    long newest() {
        return newest;
    }

    /** Returns whether the slices cover the span, except for at most an eighth of it. */
    boolean coversSpan() {
        return !slices.isEmpty() && newest - slices.firstKey() * sliceLength >= span - sliceLength;
    }

    /** Returns the event time in ms between the oldest and the newest record of the window; 0 if there is none. */
    long covered() {
        return slices.values().stream()
                .flatMap(slice -> slice.candidates.stream())
                .mapToLong(candidate -> newest - candidate.row().timestamp())
                .max()
                .orElse(0);
    }

    /** Returns the sample in the order of event time. */
    List<WindowRow> sample() {
        double bound = lowestBound();
        return slices.values().stream()
                .flatMap(slice -> slice.candidates.stream())
                .filter(candidate -> candidate.priority() < bound)
                .sorted(Comparator.comparingDouble(Candidate::priority))
                .limit(capacity)
                .map(Candidate::row)
                .sorted(Comparator.comparingLong(WindowRow::timestamp))
                .toList();
    }

    /** Returns, by partition, the offsets of the records that were sampled from. */
    Map<Integer, OffsetSpan> offsets() {
        return offsetsFrom(Long.MIN_VALUE);
    }

    /**
     * Returns, by partition, the offsets of the records from an event time on, of those in the same slice, and of those
     * in the slice before.
     */
    Map<Integer, OffsetSpan> offsetsFrom(long timestamp) {
        Map<Integer, OffsetSpan> all = new TreeMap<>();
        slices.tailMap(Math.max(Math.floorDiv(timestamp, sliceLength), Long.MIN_VALUE + 1) - 1, true)
                .values()
                .forEach(slice ->
                        slice.offsets.forEach((partition, range) -> all.merge(partition, range, OffsetSpan::union)));
        return all;
    }

    private double lowestBound() {
        return slices.values().stream().mapToDouble(slice -> slice.bound).min().orElse(0);
    }

    private void expire() {
        while (slices.firstKey() * sliceLength + sliceLength <= newest - span
                && seen() - slices.firstEntry().getValue().seen >= leastRows) {
            Slice expired = slices.pollFirstEntry().getValue();
            held -= expired.candidates.size();
            earlier.add(expired.candidates, expired.bound);
        }
    }

    private void thin() {
        double[] priorities = slices.values().stream()
                .flatMap(slice -> slice.candidates.stream())
                .mapToDouble(Candidate::priority)
                .toArray();
        Arrays.sort(priorities);
        double bound = priorities[capacity + capacity / 2];
        held = 0;
        for (Slice slice : slices.values()) {
            slice.candidates.removeIf(candidate -> candidate.priority() >= bound);
            slice.bound = Math.min(slice.bound, bound);
            held += slice.candidates.size();
        }
    }
}
