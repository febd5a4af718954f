package io.sensieve.streams.drift;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.distribution.DriftThresholds;
import io.sensieve.streams.drift.sensor.SensorSettings;
import io.sensieve.streams.drift.window.WindowSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of drift detection.
 *
 * @param window settings of the windows
 * @param thresholds levels of the window statistics
 * @param consecutiveWindows number of consecutive windows that start drift, or end it
 * @param attributionMax largest number of channels in an attribution
 * @param retrainRepeat wall-clock time after which a retrain is requested again
 * @param detectors settings of the error detectors
 * @param sensors settings of the detection of faulty sensors
 */
public record DriftSettings(
        WindowSettings window,
        DriftThresholds thresholds,
        int consecutiveWindows,
        int attributionMax,
        Duration retrainRepeat,
        DetectorSettings detectors,
        SensorSettings sensors) {
    private static final String CONSECUTIVE_WINDOWS = "drift.windows";
    private static final String ATTRIBUTION_MAX = "drift.attribution.max";
    private static final String RETRAIN_REPEAT_MS = "drift.retrain.repeat.ms";

    /** Adds the settings of drift detection to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        WindowSettings.define(definition);
        DriftThresholds.define(definition);
        definition
                .define(
                        CONSECUTIVE_WINDOWS,
                        Type.INT,
                        2,
                        Range.atLeast(1),
                        MEDIUM,
                        "Number of consecutive windows at drift level after which the verdict is drift, and of consecutive stable windows after which it is stable again.")
                .define(
                        ATTRIBUTION_MAX,
                        Type.INT,
                        10,
                        Range.between(0, 100),
                        LOW,
                        "Largest number of channels that a drift report and the metrics name as the cause of the drift. 0 names none.")
                .define(
                        RETRAIN_REPEAT_MS,
                        Type.LONG,
                        600_000L,
                        Range.atLeast(1),
                        LOW,
                        "Wall-clock milliseconds after which the app requests a retrain again if the same selection version still drifts.");
        DetectorSettings.define(definition);
        return SensorSettings.define(definition);
    }

    /**
     * Reads the settings of drift detection.
     *
     * @throws io.sensieve.service.SettingException if two settings contradict each other
     */
    public static DriftSettings of(Settings settings) {
        return new DriftSettings(
                WindowSettings.of(settings),
                DriftThresholds.of(settings),
                settings.getInt(CONSECUTIVE_WINDOWS),
                settings.getInt(ATTRIBUTION_MAX),
                Duration.ofMillis(settings.getLong(RETRAIN_REPEAT_MS)),
                DetectorSettings.of(settings),
                SensorSettings.of(settings));
    }
}
