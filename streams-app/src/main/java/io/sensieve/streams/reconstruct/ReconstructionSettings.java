package io.sensieve.streams.reconstruct;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of reconstruction: its outputs and its threads.
 *
 * @param written whether reconstructions are written to their topic
 * @param measured whether drift is measured
 * @param threads prefetch threads for each stream thread
 */
public record ReconstructionSettings(boolean written, boolean measured, int threads) {
    private static final String RECONSTRUCTIONS_ENABLED = "reconstructions.enabled";

    private static final String DRIFT_ENABLED = "drift.enabled";
    private static final String RECONSTRUCTION_THREADS = "reconstruction.threads";

    /** Adds the keys of these settings to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        RECONSTRUCTIONS_ENABLED,
                        Type.BOOLEAN,
                        true,
                        MEDIUM,
                        "Whether the app writes reconstructions of all channels to sensor.reconstructions.")
                .define(
                        DRIFT_ENABLED,
                        Type.BOOLEAN,
                        true,
                        MEDIUM,
                        "Whether the app measures errors and drift and requests retrains. With reconstructions.enabled = false as well, the app only reduces records.")
                .define(
                        RECONSTRUCTION_THREADS,
                        Type.INT,
                        1,
                        Range.between(0, 16),
                        LOW,
                        "Prefetch threads for each stream thread: they reconstruct polled records before their turn. With 0 the stream threads reconstruct every record.");
    }

    /** Reads these settings. */
    public static ReconstructionSettings of(Settings settings) {
        return new ReconstructionSettings(
                settings.getBoolean(RECONSTRUCTIONS_ENABLED),
                settings.getBoolean(DRIFT_ENABLED),
                settings.getInt(RECONSTRUCTION_THREADS));
    }

    /** Whether records are reconstructed at all. */
    public boolean isEnabled() {
        return written || measured;
    }
}
