package io.sensieve.streams.drift.probation;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the probation of a new version, which compares it with the version that it replaced (its champion).
 *
 * @param records records of a layout that both versions reconstruct; 0 turns probation off
 * @param margin share by which the new version's mean error may exceed the champion's
 */
public record ProbationSettings(long records, double margin) {
    private static final String RECORDS = "probation.records";
    private static final String MARGIN = "probation.margin";

    /** Adds the settings of probation to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        RECORDS,
                        Type.LONG,
                        2_000L,
                        Range.atLeast(0),
                        MEDIUM,
                        "Number of a layout's records that the app reconstructs both with a new version and with the version that it replaced (the champion), to compare their errors. 0 turns probation off. Requires drift.enabled=true.")
                .define(
                        MARGIN,
                        Type.DOUBLE,
                        0.05,
                        Range.between(0.0, 10.0),
                        MEDIUM,
                        "Share by which the mean error of a new version may exceed the champion's on the same records. If it exceeds it by more, the app requests the champion back.");
    }

    /** Reads the settings of probation. */
    public static ProbationSettings of(Settings settings) {
        return new ProbationSettings(settings.getLong(RECORDS), settings.getDouble(MARGIN));
    }
}
