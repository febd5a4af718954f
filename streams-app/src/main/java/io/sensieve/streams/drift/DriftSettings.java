package io.sensieve.streams.drift;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.sensor.SensorSettings;
import io.sensieve.streams.drift.window.WindowSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
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
 * @param detector settings of the error detector
 * @param sensors settings of the detection of faulty sensors
 */
public record DriftSettings(
        WindowSettings window,
        DriftThresholds thresholds,
        int consecutiveWindows,
        int attributionMax,
        Duration retrainRepeat,
        DetectorSettings detector,
        SensorSettings sensors) {
    private static final String SENSITIVITY = "drift.sensitivity";
    private static final String EARLY = "drift.early";
    private static final String CONSECUTIVE_WINDOWS = "drift.windows";

    /** Channels that a report and the metrics name at most. */
    private static final int ATTRIBUTION_MAX = 10;

    /** Long enough for a retrain, so that a repetition means that the first request was lost or declined. */
    private static final Duration RETRAIN_REPEAT = Duration.ofMinutes(10);

    /** Adds the settings of drift detection to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        definition
                .define(
                        SENSITIVITY,
                        Type.STRING,
                        DriftSensitivity.NORMAL.label(),
                        ConfigDef.ValidString.in(Stream.of(DriftSensitivity.values())
                                .map(DriftSensitivity::label)
                                .toArray(String[]::new)),
                        HIGH,
                        "How small a change counts as drift: low, normal or high. Low needs about twice the change of normal, high half of it.")
                .define(
                        EARLY,
                        Type.BOOLEAN,
                        true,
                        MEDIUM,
                        "Whether the verdict becomes drift before the end of a window when the reconstruction error has risen.");
        WindowSettings.define(definition);
        return definition.define(
                CONSECUTIVE_WINDOWS,
                Type.INT,
                2,
                Range.atLeast(1),
                MEDIUM,
                "Number of consecutive windows at drift level after which the verdict is drift, and of consecutive stable windows after which it is stable again.");
    }

    /** Reads the settings of drift detection. */
    public static DriftSettings of(Settings settings) {
        DriftSensitivity sensitivity =
                DriftSensitivity.valueOf(settings.getString(SENSITIVITY).toUpperCase(Locale.ROOT));
        DetectorSettings detector = sensitivity.detector();
        return new DriftSettings(
                WindowSettings.of(settings),
                sensitivity.thresholds(),
                settings.getInt(CONSECUTIVE_WINDOWS),
                ATTRIBUTION_MAX,
                RETRAIN_REPEAT,
                settings.getBoolean(EARLY) ? detector : detector.withoutDecision(),
                SensorSettings.DEFAULT);
    }
}
