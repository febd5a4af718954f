package io.sensieve.trainer.window;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Samples the newest records of one layout and decides which records it accepts.
 *
 * <p>Devices may report wrong event times. A record from the future is skipped. A record that is late by a whole span
 * is skipped too; but once late records outnumber the others by {@code minRows}, time was set back (a file is replayed,
 * a clock was corrected), so the window is cleared and accepts them. In the same way, records of another length outvote
 * a length that was only implied by the first record.
 */
public final class LayoutWindow {
    /** The year 1, in ms. From there on, sums with a span cannot overflow. */
    /** Event time that a training waits for {@link WindowSettings#minRows}. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long EARLIEST = -62_135_596_800_000L;

    /** Rows from before a change among which its exact time is looked for. */
    private static final int APPROACH_ROWS = 256;

    /** Rows among which channels without live values are looked for. */
    private static final int NEWEST_ROWS = 64;

    /** Bytes of the headers of the objects that make up a row. */
    private static final int ROW_OVERHEAD_BYTES = 100;

    private final WindowSettings settings;
    private final UniformWindow rows;
    private final EarlierRows earlier;
    /** The newest rows from before the floor, in the order of arrival. */
    private final Deque<WindowRow> approach = new ArrayDeque<>();

    /** The rows that arrived last, those of outages among them. */
    private final Deque<WindowRow> newest = new ArrayDeque<>();

    private final OutageFilter outages;

    private final int capacity;
    private final int channels;
    private boolean implied;
    private long floor = Long.MIN_VALUE;
    private int lateVotes;
    private int lengthVotes;
    private Instant lastArrival = Instant.MIN;

    /**
     * Creates an empty window.
     *
     * @param capacity most rows
     * @param channels D, the number of channels
     * @param implied whether {@code channels} is only the length of a first record
     */
    LayoutWindow(String layout, WindowSettings settings, int capacity, int channels, boolean implied) {
        this.settings = settings;
        this.capacity = capacity;
        this.channels = channels;
        this.implied = implied;
        this.earlier = new EarlierRows(capacity);
        this.outages = new OutageFilter(channels, capacity);
        this.rows = new UniformWindow(
                capacity,
                Math.min(capacity, settings.minRows()),
                settings.span().toMillis(),
                new SplittableRandom(settings.seed() * 31 + layout.hashCode()),
                earlier);
    }

    /**
     * Offers a record and returns why the window skips it; empty if the window accepts it.
     *
     * @param now processing time
     */
    Optional<SkipReason> offer(WindowRow row, RecordPosition position, Instant now) {
        Optional<SkipReason> skip = skipReason(row, now);
        if (skip.isEmpty() || skip.get() == SkipReason.BEFORE_CHANGE) {
            if (outages.isOutage(position.device(), row.values())) {
                skip = Optional.of(SkipReason.OUTAGE);
            }
            add(newest, row, NEWEST_ROWS);
        }
        countVotes(skip);
        if (lateVotes >= settings.minRows()) {
            rows.clear();
            earlier.clear();
            approach.clear();
            floor = Long.MIN_VALUE;
            lateVotes = 0;
            skip = Optional.empty();
        }
        if (skip.isEmpty()) {
            rows.offer(row, position);
            lastArrival = now;
        } else if (skip.get() == SkipReason.BEFORE_CHANGE) {
            add(approach, row, APPROACH_ROWS);
        }
        return skip;
    }

    private static void add(Deque<WindowRow> rows, WindowRow row, int most) {
        rows.add(row);
        if (rows.size() > most) {
            rows.remove();
        }
    }

    private Optional<SkipReason> skipReason(WindowRow row, Instant now) {
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

    private void countVotes(Optional<SkipReason> skip) {
        if (skip.isEmpty()) {
            lateVotes = Math.max(0, lateVotes - 1);
            lengthVotes = Math.max(0, lengthVotes - 1);
        } else if (skip.get() == SkipReason.LATE) {
            lateVotes++;
        } else if (skip.get() == SkipReason.WRONG_LENGTH && implied) {
            lengthVotes++;
        }
    }

    /** Returns whether records of other lengths outnumber those of the implied length by {@code minRows}. */
    boolean isOutvoted() {
        return lengthVotes >= settings.minRows();
    }

    /**
     * Starts a regime at an event time, at most the newest of the window: rows from before become earlier rows, and the
     * window accepts only rows from then on.
     *
     * @return offsets that have to be read again, by partition; they include the last rows before the regime
     */
    Map<Integer, OffsetSpan> restartFrom(long since) {
        long from = rows.newest() == Long.MIN_VALUE ? since : Math.min(since, rows.newest());
        Map<Integer, OffsetSpan> spans = rows.offsetsFrom(from);
        rows.restart(from);
        earlier.removeFrom(from);
        approach.clear();
        floor = from;
        lateVotes = 0;
        return spans;
    }

    /** Sets the known number of channels and returns whether this window has the same. */
    boolean confirmLength(int length) {
        implied = false;
        lengthVotes = 0;
        return length == channels;
    }

    /** Returns the bytes for one row of the capacity; memory may hold twice the capacity, and earlier rows. */
    static long bytesPerRow(int channels) {
        return 3L * (Float.BYTES * (long) channels + ROW_OVERHEAD_BYTES);
    }

    /** Returns the most bytes that the rows take. */
    long bytes() {
        return capacity * bytesPerRow(channels);
    }

    /** Returns D, the number of channels. */
    public int channels() {
        return channels;
    }

    /** Returns the number of rows that {@link #sample} would have now. */
    public int size() {
        return rows.size();
    }

    /** Returns the most rows of {@link #sample}. */
    public int capacity() {
        return capacity;
    }

    /** Returns the number of rows from an event time on. */
    public int sizeFrom(Instant from) {
        return rows.sizeFrom(from.toEpochMilli());
    }

    /** Returns how many rows a training with {@code rows} rows of the window holds out. */
    public int heldOut(int rows) {
        return WindowSample.heldOut(rows, settings.validationShare());
    }

    /** Returns the rows that arrived last, at most {@value #NEWEST_ROWS}; outages are among them. */
    public List<WindowRow> newestRows() {
        return List.copyOf(newest);
    }

    /**
     * Returns whether the window has enough rows for a training: {@link WindowSettings#minRows}, or as many as arrive
     * in a minute of event time, at least {@link WindowSettings#leastRows}.
     */
    public boolean isUsable() {
        int size = size();
        return size >= settings.minRows() || (size >= settings.leastRows() && rows.covered() >= PATIENCE.toMillis());
    }

    /**
     * Returns whether the window is complete: it is usable, and as many records as its capacity have arrived, or it
     * covers the span, or no record has arrived for the idle time.
     */
    public boolean isFull(Instant now) {
        boolean idle = lastArrival.isBefore(now.minus(settings.idle()));
        return (rows.seen() >= capacity || rows.coversSpan() || idle) && isUsable();
    }

    /** Returns the sample for a training. */
    public WindowSample sample() {
        List<WindowRow> last = approach.stream()
                .sorted(Comparator.comparingLong(WindowRow::timestamp))
                .toList();
        long complete = last.isEmpty() ? Long.MAX_VALUE : last.get(0).timestamp();
        List<WindowRow> before = Stream.concat(
                        earlier.rows().stream().filter(row -> row.timestamp() < complete), last.stream())
                .toList();
        return new WindowSample(before, rows.sample(), settings.validationShare(), rows.offsets());
    }
}
