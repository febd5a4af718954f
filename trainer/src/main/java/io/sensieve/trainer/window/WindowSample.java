package io.sensieve.trainer.window;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rows of a window for one training, in the order of event time.
 *
 * @param earlier rows from before the current regime: a uniform sample, and the last ones in full
 * @param rows rows of the current regime; the newest are held out for validation
 * @param validationShare share of {@code rows} that is held out
 * @param offsets offsets that {@code rows} were sampled from, by partition
 */
public record WindowSample(
        List<WindowRow> earlier, List<WindowRow> rows, double validationShare, Map<Integer, OffsetSpan> offsets) {
    private static final int LEAST_HELD_OUT = 2;

    public WindowSample {
        earlier = List.copyOf(earlier);
        rows = List.copyOf(rows);
    }

    /** Returns the rows to train on. */
    public float[][] train() {
        return values(rows.subList(0, rows.size() - heldOut()));
    }

    /** Returns the held-out rows, the newest. */
    public float[][] validation() {
        return values(rows.subList(rows.size() - heldOut(), rows.size()));
    }

    /** Returns the event time of the first row. */
    public Instant from() {
        return Instant.ofEpochMilli(rows.get(0).timestamp());
    }

    /** Returns the event time of the last row. */
    public Instant to() {
        return Instant.ofEpochMilli(rows.get(rows.size() - 1).timestamp());
    }

    /** Returns the sample of a regime that starts at an event time, in ms: the rows before it are earlier rows. */
    public WindowSample startingAt(long timestamp) {
        return new WindowSample(
                both().filter(row -> row.timestamp() < timestamp).toList(),
                both().filter(row -> row.timestamp() >= timestamp).toList(),
                validationShare,
                offsets);
    }

    private Stream<WindowRow> both() {
        return Stream.concat(earlier.stream(), rows.stream());
    }

    private int heldOut() {
        return heldOut(rows.size(), validationShare);
    }

    /** Returns how many of a number of rows are held out. */
    static int heldOut(int rows, double share) {
        return Math.min(rows, Math.max(LEAST_HELD_OUT, (int) Math.round(rows * share)));
    }

    /** Returns the values of rows: an array of D values for each. */
    public static float[][] values(List<WindowRow> rows) {
        return rows.stream().map(WindowRow::values).toArray(float[][]::new);
    }
}
