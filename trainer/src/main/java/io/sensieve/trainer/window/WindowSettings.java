package io.sensieve.trainer.window;

import io.sensieve.service.CommonSettings;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the windows.
 *
 * @param rows most rows of a window
 * @param minRows fewest rows that a selection is trained on, unless they take longer than a minute
 * @param span event time that a window covers
 * @param idle time without records after which a window counts as complete
 * @param validationShare share of a window, its newest rows, that is held out
 * @param layoutsMax most layouts that have a window
 * @param memoryBytes most bytes of the rows of all windows together
 * @param seed random seed of the sampling
 */
public record WindowSettings(
        int rows,
        int minRows,
        Duration span,
        Duration idle,
        double validationShare,
        int layoutsMax,
        long memoryBytes,
        long seed) {
    public static final String ROWS = "window.rows";
    public static final String MIN_ROWS = "window.min.rows";
    public static final String SPAN_MS = "window.span.ms";
    public static final String IDLE_MS = "window.idle.ms";
    public static final String MEMORY_BYTES = "window.memory.bytes";
    public static final String VALIDATION_SHARE = "validation.share";

    /** A follow-up repairs what a selection of so few rows lacks. */
    private static final int FEWEST_OF_SLOW_DATA = 100;

    /** The smallest window of which a tenth still has rows for validation. */
    private static final int SMALLEST_WINDOW = 20;

    private static final int LARGEST_WINDOW = 1_000_000;

    /** Returns the fewest rows that a selection is trained on where {@link #minRows} take longer than a minute. */
    int leastRows() {
        return Math.min(minRows, Math.max(FEWEST_OF_SLOW_DATA, minRows / 10));
    }

    /** Adds the keys to {@code definition}. */
    public static void define(ConfigDef definition) {
        definition
                .define(
                        ROWS,
                        Type.INT,
                        5000,
                        Range.between(SMALLEST_WINDOW, LARGEST_WINDOW),
                        Importance.HIGH,
                        "Maximum number of rows of a window. Memory holds up to three times as many for each layout,"
                                + " earlier rows included.")
                .define(
                        MEMORY_BYTES,
                        Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Memory for the windows of all layouts; 0 is half of the heap. A window gets fewer rows, or"
                                + " none, when the memory is short.")
                .define(
                        MIN_ROWS,
                        Type.INT,
                        1000,
                        Range.between(SMALLEST_WINDOW, LARGEST_WINDOW),
                        Importance.HIGH,
                        "Minimum number of rows that a selection is trained on. Rows that take longer than a minute are"
                                + " trained on from 100 rows on, or from a tenth of this setting if that is more.")
                .define(
                        SPAN_MS,
                        Type.LONG,
                        3_600_000L,
                        Range.atLeast(1000),
                        Importance.HIGH,
                        "Event time that a window covers, counted back from the layout's newest record.")
                .define(
                        IDLE_MS,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Time without records after which a layout's window counts as complete, so that the first"
                                + " selection is trained on what has arrived.")
                .define(
                        VALIDATION_SHARE,
                        Type.DOUBLE,
                        0.2,
                        Range.between(0.05, 0.5),
                        Importance.LOW,
                        "Share of a window, its newest rows, that is held out for validation.");
    }

    /**
     * Reads validated settings.
     *
     * @param seed random seed of the sampling
     * @throws SettingException if {@value #MIN_ROWS} is above {@value #ROWS}
     */
    public static WindowSettings of(Settings settings, long seed) {
        int rows = settings.getInt(ROWS);
        int minRows = settings.getInt(MIN_ROWS);
        if (minRows > rows) {
            throw SettingException.invalid(MIN_ROWS, minRows, "must be at most " + ROWS + " = " + rows);
        }
        long memoryBytes = settings.getLong(MEMORY_BYTES);
        return new WindowSettings(
                rows,
                minRows,
                Duration.ofMillis(settings.getLong(SPAN_MS)),
                Duration.ofMillis(settings.getLong(IDLE_MS)),
                settings.getDouble(VALIDATION_SHARE),
                settings.getInt(CommonSettings.LAYOUTS_MAX),
                memoryBytes == 0 ? Runtime.getRuntime().maxMemory() / 2 : memoryBytes,
                seed);
    }
}
