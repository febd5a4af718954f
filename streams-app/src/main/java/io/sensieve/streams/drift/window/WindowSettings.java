package io.sensieve.streams.drift.window;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the drift windows, which are tumbling windows of event time.
 *
 * @param length length of a window, in event time
 * @param flushInterval wall-clock time after which a task sends its partial sums
 * @param grace event time beyond a window's end that must be seen before the window closes
 * @param futureMax largest distance of an event time ahead of the wall clock
 * @param minRecords smallest number of records that are evaluated
 */
public record WindowSettings(
        Duration length, Duration flushInterval, Duration grace, Duration futureMax, long minRecords) {
    private static final String LENGTH_MS = "drift.window.ms";
    private static final String FLUSH_MS = "drift.flush.ms";
    private static final String GRACE_MS = "drift.grace.ms";
    private static final String FUTURE_MAX_MS = "drift.future.max.ms";
    private static final String MIN_RECORDS = "drift.min.records";

    /** Adds the settings of the windows to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        LENGTH_MS,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(100),
                        MEDIUM,
                        "Length of a drift window in milliseconds of event time. Windows do not overlap; each closed window yields one drift report.")
                .define(
                        FLUSH_MS,
                        Type.LONG,
                        1_000L,
                        Range.atLeast(10),
                        LOW,
                        "Wall-clock milliseconds between two partial sums that a task sends for an open window. A crash loses at most this much of the drift statistics, but no record.")
                .define(
                        GRACE_MS,
                        Type.LONG,
                        5_000L,
                        Range.atLeast(0),
                        LOW,
                        "Milliseconds of event time that must be seen beyond a window's end before the window closes. Raise it where devices send late.")
                .define(
                        FUTURE_MAX_MS,
                        Type.LONG,
                        3_600_000L,
                        Range.atLeast(0),
                        LOW,
                        "Milliseconds by which the event time of a record may be ahead of the wall clock. A record further ahead is projected and reconstructed, but left out of the drift windows.")
                .define(
                        MIN_RECORDS,
                        Type.LONG,
                        200L,
                        Range.atLeast(1),
                        MEDIUM,
                        "Smallest number of records in a window for which drift is evaluated. A smaller window yields no report and does not change the verdict.");
    }

    /** Reads the settings of the windows. */
    public static WindowSettings of(Settings settings) {
        return new WindowSettings(
                Duration.ofMillis(settings.getLong(LENGTH_MS)),
                Duration.ofMillis(settings.getLong(FLUSH_MS)),
                Duration.ofMillis(settings.getLong(GRACE_MS)),
                Duration.ofMillis(settings.getLong(FUTURE_MAX_MS)),
                settings.getLong(MIN_RECORDS));
    }

    /** Shortest wall-clock time between two partial sums that a task sends early because of high errors. */
    public Duration earlyFlushInterval() {
        return flushInterval.dividedBy(10);
    }

    /** Wall-clock time without a partial sum after which a window may close once event time has passed its end. */
    public Duration quietPeriod() {
        return flushInterval.multipliedBy(2);
    }

    /** Wall-clock time without a partial sum after which a window closes whatever event time is. */
    public Duration idlePeriod() {
        return length.plus(grace).plus(quietPeriod());
    }
}
