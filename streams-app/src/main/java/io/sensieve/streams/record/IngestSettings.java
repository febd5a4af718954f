package io.sensieve.streams.record;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * Settings of the checks on input records.
 *
 * @param maxBytes maximum bytes of a record's key, value and headers together
 * @param declaredOnly whether records of a layout without a SensorLayout are dead-lettered
 * @param undeclaredGrace how long such records are buffered first, because a SensorLayout and the first records of its
 *     layout arrive on different topics
 */
public record IngestSettings(int maxBytes, boolean declaredOnly, Duration undeclaredGrace) {
    private static final String RECORD_MAX_BYTES = "record.max.bytes";
    private static final String LAYOUTS_UNDECLARED = "layouts.undeclared";
    private static final String LAYOUTS_GRACE_MS = "layouts.grace.ms";
    private static final String IMPLY = "imply";
    private static final String DEAD_LETTER = "dead-letter";

    /** Adds the keys of these settings to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        RECORD_MAX_BYTES,
                        Type.INT,
                        1_000_000,
                        Range.between(1_000, 12_000_000),
                        MEDIUM,
                        "Maximum bytes of a record's key, value and headers together; larger records are dead-lettered. A value above 1000000 also requires a larger max.message.bytes of the output topics.")
                .define(
                        LAYOUTS_UNDECLARED,
                        Type.STRING,
                        IMPLY,
                        ValidString.in(IMPLY, DEAD_LETTER),
                        MEDIUM,
                        "Records of a layout without a SensorLayout: imply accepts them and takes the channels from the layout's selection, dead-letter dead-letters them.")
                .define(
                        LAYOUTS_GRACE_MS,
                        Type.LONG,
                        5_000L,
                        Range.atLeast(0),
                        LOW,
                        "Milliseconds for which records are buffered until their SensorLayout arrives on its own topic. Applies with layouts.undeclared = dead-letter.");
    }

    /** Reads these settings. */
    public static IngestSettings of(Settings settings) {
        return new IngestSettings(
                settings.getInt(RECORD_MAX_BYTES),
                settings.getString(LAYOUTS_UNDECLARED).equals(DEAD_LETTER),
                Duration.ofMillis(settings.getLong(LAYOUTS_GRACE_MS)));
    }
}
