package io.sensieve.streams.buffer;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * Settings of the buffer for records that arrive before the first selection of their layout.
 *
 * @param enabled whether these records are buffered; otherwise they are dead-lettered at once
 * @param maxRecords maximum number of buffered records of one task (one input partition)
 * @param maxWait maximum wall-clock time for which a record is buffered
 */
public record BufferSettings(boolean enabled, int maxRecords, Duration maxWait) {
    /** Whether to buffer or to dead-letter records before the first selection. */
    static final String PENDING_POLICY = "pending.policy";

    /** Maximum number of buffered records of a task. */
    public static final String PENDING_MAX_RECORDS = "pending.max.records";

    /** Maximum time for which a record is buffered, in milliseconds. */
    public static final String PENDING_MAX_MS = "pending.max.ms";

    private static final String BUFFER = "buffer";
    private static final String DEAD_LETTER = "dead-letter";

    /** Adds the keys of these settings to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        PENDING_POLICY,
                        Type.STRING,
                        BUFFER,
                        ValidString.in(BUFFER, DEAD_LETTER),
                        MEDIUM,
                        "Records that arrive before the first selection of their layout: buffer keeps them until a selection arrives, dead-letter dead-letters them at once.")
                .define(
                        PENDING_MAX_RECORDS,
                        Type.INT,
                        100_000,
                        Range.atLeast(0),
                        MEDIUM,
                        "Maximum number of buffered records of one task (one input partition); further records are dead-lettered.")
                .define(
                        PENDING_MAX_MS,
                        Type.LONG,
                        86_400_000L,
                        Range.atLeast(1),
                        MEDIUM,
                        "Maximum wall-clock milliseconds for which a record is buffered; then it is dead-lettered.");
    }

    /** Reads these settings. */
    public static BufferSettings of(Settings settings) {
        return new BufferSettings(
                settings.getString(PENDING_POLICY).equals(BUFFER),
                settings.getInt(PENDING_MAX_RECORDS),
                Duration.ofMillis(settings.getLong(PENDING_MAX_MS)));
    }
}
