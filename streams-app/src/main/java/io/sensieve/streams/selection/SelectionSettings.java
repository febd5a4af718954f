package io.sensieve.streams.selection;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.sensieve.service.CommonSettings;
import io.sensieve.service.Settings;
import io.sensieve.signing.TrustedKeys;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the checks on published selections, and of the number of selections in memory.
 *
 * @param modelMaxBytes maximum bytes of a model file
 * @param grace how long parts of a publication may be missing before the publication counts as refused
 * @param layoutsMax maximum number of layouts whose selections are kept in memory
 * @param trustedKeys public keys, one of which must have signed a selection
 */
public record SelectionSettings(long modelMaxBytes, Duration grace, int layoutsMax, TrustedKeys trustedKeys) {
    private static final String MODEL_MAX_BYTES = "model.max.bytes";
    private static final String SELECTION_GRACE_MS = "selection.grace.ms";

    /** Adds the keys of these settings to {@code definition}, which has those of {@link CommonSettings} already. */
    public static ConfigDef define(ConfigDef definition) {
        return TrustedKeys.define(definition)
                .define(
                        MODEL_MAX_BYTES,
                        Type.LONG,
                        256L * 1024 * 1024,
                        Range.between(1_000, Integer.MAX_VALUE - 8L),
                        LOW,
                        "Maximum bytes of a model file; the app refuses larger models.")
                .define(
                        SELECTION_GRACE_MS,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(0),
                        LOW,
                        "Milliseconds for which parts of a published selection may be missing before the app counts it as refused.");
    }

    /**
     * Reads these settings.
     *
     * @throws io.sensieve.service.SettingException if a trusted key cannot be read
     */
    public static SelectionSettings of(Settings settings) {
        return new SelectionSettings(
                settings.getLong(MODEL_MAX_BYTES),
                Duration.ofMillis(settings.getLong(SELECTION_GRACE_MS)),
                settings.getInt(CommonSettings.LAYOUTS_MAX),
                TrustedKeys.of(settings));
    }
}
