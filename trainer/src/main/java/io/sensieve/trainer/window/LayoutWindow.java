package io.sensieve.trainer.window;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The window of one layout, and what it lets in.
 *
 * <p>Event time is the devices' word. A record from the future is left out. One that is late by a whole span is left
 * out too; but when late ones outnumber the others by {@code minRows}, time has been set back (a file played again, a
 * clock put right) and the window starts anew with them. In the same way records of another length outvote a length
 * that was only implied by the first record.
 */
public final class LayoutWindow {
    /** The year 1: no device was there before it, and sums with a span stay far from the ends of a long. */
    private static final long EARLIEST = -62_135_596_800_000L;

    /** Headers of the objects that make up a row. */
    private static final int ROW_OVERHEAD = 100;

    private final WindowSettings settings;
    private final UniformWindow rows;
    private final int capacity;
    private final int channels;
    private boolean implied;
    private long floor = Long.MIN_VALUE;
    private int lateVotes;
    private int lengthVotes;
    private Instant lastArrival = Instant.MIN;

    /**
     * An empty one.
     *
     * @param capacity most rows
     * @param implied whether {@code channels} was only taken from a first record
     */
    LayoutWindow(String layout, WindowSettings settings, int capacity, int channels, boolean implied) {
        this.settings = settings;
        this.capacity = capacity;
        this.channels = channels;
        this.implied = implied;
        this.rows = new UniformWindow(
                capacity, settings.span().toMillis(), new SplittableRandom(settings.seed() * 31 + layout.hashCode()));
    }

    /**
     * Takes a record in, or says why not.
     *
     * @param now the clock
     */
    Optional<SkipReason> offer(WindowRow row, RecordPosition position, Instant now) {
        Optional<SkipReason> skip = refusal(row, now);
        vote(skip);
        if (lateVotes >= settings.minRows()) {
            rows.clear();
            floor = Long.MIN_VALUE;
            lateVotes = 0;
            skip = Optional.empty();
        }
        if (skip.isEmpty()) {
            rows.offer(row, position);
            lastArrival = now;
        }
        return skip;
    }

    private Optional<SkipReason> refusal(WindowRow row, Instant now) {
        if (row.values().length != channels) {
            return Optional.of(SkipReason.WRONG_LENGTH);
        }
        for (float value : row.values()) {
            if (Float.isInfinite(value)) {
                return Optional.of(SkipReason.INFINITE);
            }
        }
        if (row.timestamp() < EARLIEST) {
            return Optional.of(SkipReason.BEFORE_TIME);
        }
        if (row.timestamp() > now.plus(settings.span().dividedBy(8)).toEpochMilli()) {
            return Optional.of(SkipReason.FUTURE);
        }
        if (rows.isLate(row.timestamp())) {
            return Optional.of(SkipReason.LATE);
        }
        return row.timestamp() < floor ? Optional.of(SkipReason.BEFORE_CHANGE) : Optional.empty();
    }

    private void vote(Optional<SkipReason> skip) {
        if (skip.isEmpty()) {
            lateVotes = Math.max(0, lateVotes - 1);
            lengthVotes = Math.max(0, lengthVotes - 1);
        } else if (skip.get() == SkipReason.LATE) {
            lateVotes++;
        } else if (skip.get() == SkipReason.WRONG_LENGTH && implied) {
            lengthVotes++;
        }
    }

    /** Whether the length that the first record implied has turned out to be an exception. */
    boolean isOutvoted() {
        return lengthVotes >= settings.minRows();
    }

    /**
     * Forgets all rows and lets only those in from an event time on, which is no later than the newest seen.
     *
     * @return from which offsets the records have to be read again, by partition
     */
    Map<Integer, OffsetSpan> startAgainFrom(long since) {
        long from = rows.newest() == Long.MIN_VALUE ? since : Math.min(since, rows.newest());
        Map<Integer, OffsetSpan> again = rows.offsetsFrom(from);
        rows.clear();
        floor = from;
        lateVotes = 0;
        return again;
    }

    /** The layout is now known to have {@code length} channels; the result says whether this window agrees. */
    boolean confirm(int length) {
        implied = false;
        lengthVotes = 0;
        return length == channels;
    }

    /** Bytes that one row of the capacity may take, for twice the capacity is held at times. */
    static long bytesOfRow(int channels) {
        return 2L * (Float.BYTES * (long) channels + ROW_OVERHEAD);
    }

    /** Most bytes that the rows take. */
    long bytes() {
        return capacity * bytesOfRow(channels);
    }

    /** D. */
    public int channels() {
        return channels;
    }

    /** Rows that could be learnt from now. */
    public int size() {
        return rows.size();
    }

    /** Whether there are enough rows to learn from at all. */
    public boolean isUsable() {
        return size() >= settings.minRows();
    }

    /**
     * Whether it holds what it can: as many records as its rows came, or the span is covered, or nothing new came for a
     * while; and there are enough rows.
     */
    public boolean isFull(Instant now) {
        boolean idle = lastArrival.isBefore(now.minus(settings.idle()));
        return (rows.seen() >= capacity || rows.coversSpan() || idle) && isUsable();
    }

    /** The sample as rows to learn from and, the newest, rows to validate on. */
    public WindowSample sample() {
        List<WindowRow> sorted = rows.sample();
        int held = Math.max(2, (int) Math.round(sorted.size() * settings.validationShare()));
        int train = sorted.size() - held;
        return new WindowSample(
                values(sorted.subList(0, train)),
                values(sorted.subList(train, sorted.size())),
                Instant.ofEpochMilli(sorted.get(0).timestamp()),
                Instant.ofEpochMilli(sorted.get(sorted.size() - 1).timestamp()),
                rows.offsets());
    }

    private static float[][] values(List<WindowRow> rows) {
        return rows.stream().map(WindowRow::values).toArray(float[][]::new);
    }
}
