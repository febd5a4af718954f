package io.sensieve.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.streams.buffer.BufferSettings;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.drift.DriftThresholds;
import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.probation.ProbationSettings;
import io.sensieve.streams.drift.sensor.SensorSettings;
import io.sensieve.streams.reconstruct.ReconstructionSettings;
import io.sensieve.streams.record.IngestSettings;
import io.sensieve.streams.selection.SelectionSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The settings of the streams service, grouped by the part that they configure.
 *
 * @param ingest which input records are accepted
 * @param selection which published selections are accepted
 * @param buffer buffering of records that arrive before the first selection
 * @param drift drift windows, thresholds and detectors
 * @param reconstruction what records are reconstructed for
 */
public record StreamsSettings(
        IngestSettings ingest,
        SelectionSettings selection,
        BufferSettings buffer,
        DriftSettings drift,
        ReconstructionSettings reconstruction) {
    static final String DRIFT_WINDOW_MS = "drift.window.ms";
    static final String DRIFT_FLUSH_MS = "drift.flush.ms";
    static final String DRIFT_GRACE_MS = "drift.grace.ms";
    static final String DRIFT_FUTURE_MAX_MS = "drift.future.max.ms";
    static final String DRIFT_MIN_RECORDS = "drift.min.records";
    static final String DRIFT_ERROR_WARNING = "drift.error.ratio.warning";
    static final String DRIFT_ERROR_DRIFT = "drift.error.ratio.drift";
    static final String DRIFT_PSI_WARNING = "drift.psi.warning";
    static final String DRIFT_PSI_DRIFT = "drift.psi.drift";
    static final String DRIFT_WASSERSTEIN_WARNING = "drift.wasserstein.warning";
    static final String DRIFT_WASSERSTEIN_DRIFT = "drift.wasserstein.drift";
    static final String DRIFT_FALSE_DISCOVERIES = "drift.false.discoveries";
    static final String DRIFT_CHANNELS_SHARE = "drift.channels.share";
    static final String DRIFT_WINDOWS = "drift.windows";
    static final String DRIFT_ATTRIBUTION_MAX = "drift.attribution.max";
    static final String DRIFT_RETRAIN_REPEAT_MS = "drift.retrain.repeat.ms";

    static final String DRIFT_DETECTORS_AGREE = "drift.detectors.agree";
    static final String DRIFT_DETECTORS_RISE = "drift.detectors.rise";
    static final String DRIFT_DETECTORS_RISE_BERNSTEIN = "drift.detectors.rise.bernstein";
    static final String DRIFT_ADWIN_DELTA = "drift.adwin.delta";
    static final String DRIFT_BERNSTEIN_DELTA = "drift.bernstein.delta";
    static final String DRIFT_PAGE_HINKLEY_TOLERANCE = "drift.page.hinkley.tolerance";
    static final String DRIFT_PAGE_HINKLEY_THRESHOLD = "drift.page.hinkley.threshold";
    static final String DRIFT_SENSOR_SHARE = "drift.sensor.share";
    static final String DRIFT_SENSOR_RECORDS = "drift.sensor.records";
    static final String PROBATION_RECORDS = "probation.records";
    static final String PROBATION_MARGIN = "probation.margin";

    /** The smallest probability that a test is asked for. */
    private static final double DELTA_MIN = 1e-12;

    private static final int HTTP_PORT = 8080;

    /** Defines every key with its default, allowed values and description. */
    public static ConfigDef definition() {
        ConfigDef definition = RegistrySettings.define(CommonSettings.define(new ConfigDef(), HTTP_PORT));
        KafkaStreamsSettings.define(definition);
        IngestSettings.define(definition);
        SelectionSettings.define(definition);
        BufferSettings.define(definition);
        ReconstructionSettings.define(definition);
        defineDrift(definition);
        defineDetectors(definition);
        defineProbation(definition);
        return definition;
    }

    /**
     * Reads the settings.
     *
     * @throws SettingException if two settings contradict each other
     */
    public static StreamsSettings of(Settings settings) {
        DriftThresholds thresholds = new DriftThresholds(
                settings.getDouble(DRIFT_ERROR_WARNING),
                settings.getDouble(DRIFT_ERROR_DRIFT),
                settings.getDouble(DRIFT_PSI_WARNING),
                settings.getDouble(DRIFT_PSI_DRIFT),
                settings.getDouble(DRIFT_WASSERSTEIN_WARNING),
                settings.getDouble(DRIFT_WASSERSTEIN_DRIFT),
                settings.getDouble(DRIFT_FALSE_DISCOVERIES),
                settings.getDouble(DRIFT_CHANNELS_SHARE));
        ordered(DRIFT_ERROR_WARNING, thresholds.errorWarning(), DRIFT_ERROR_DRIFT, thresholds.errorDrift());
        ordered(DRIFT_PSI_WARNING, thresholds.psiWarning(), DRIFT_PSI_DRIFT, thresholds.psiDrift());
        ordered(
                DRIFT_WASSERSTEIN_WARNING,
                thresholds.wassersteinWarning(),
                DRIFT_WASSERSTEIN_DRIFT,
                thresholds.wassersteinDrift());
        return new StreamsSettings(
                IngestSettings.of(settings),
                SelectionSettings.of(settings),
                BufferSettings.of(settings),
                new DriftSettings(
                        millis(settings, DRIFT_WINDOW_MS),
                        millis(settings, DRIFT_FLUSH_MS),
                        millis(settings, DRIFT_GRACE_MS),
                        millis(settings, DRIFT_FUTURE_MAX_MS),
                        settings.getLong(DRIFT_MIN_RECORDS),
                        thresholds,
                        settings.getInt(DRIFT_WINDOWS),
                        settings.getInt(DRIFT_ATTRIBUTION_MAX),
                        millis(settings, DRIFT_RETRAIN_REPEAT_MS),
                        new DetectorSettings(
                                settings.getInt(DRIFT_DETECTORS_AGREE),
                                settings.getDouble(DRIFT_DETECTORS_RISE),
                                settings.getDouble(DRIFT_DETECTORS_RISE_BERNSTEIN),
                                settings.getDouble(DRIFT_ADWIN_DELTA),
                                settings.getDouble(DRIFT_BERNSTEIN_DELTA),
                                settings.getDouble(DRIFT_PAGE_HINKLEY_TOLERANCE),
                                settings.getDouble(DRIFT_PAGE_HINKLEY_THRESHOLD)),
                        new SensorSettings(
                                settings.getDouble(DRIFT_SENSOR_SHARE), settings.getLong(DRIFT_SENSOR_RECORDS)),
                        new ProbationSettings(
                                settings.getLong(PROBATION_RECORDS), settings.getDouble(PROBATION_MARGIN))),
                ReconstructionSettings.of(settings));
    }

    private static void defineDrift(ConfigDef definition) {
        definition
                .define(
                        DRIFT_WINDOW_MS,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(100),
                        MEDIUM,
                        "Length of a drift window in event time.")
                .define(
                        DRIFT_FLUSH_MS,
                        Type.LONG,
                        1_000L,
                        Range.atLeast(10),
                        LOW,
                        "Wall-clock time between two partial sums of a task; a kill loses at most this much of the statistics.")
                .define(
                        DRIFT_GRACE_MS,
                        Type.LONG,
                        5_000L,
                        Range.atLeast(0),
                        LOW,
                        "How far event time must be past a window's end before the window is closed.")
                .define(
                        DRIFT_FUTURE_MAX_MS,
                        Type.LONG,
                        3_600_000L,
                        Range.atLeast(0),
                        LOW,
                        "A record further ahead of the wall clock is projected but left out of the drift windows.")
                .define(
                        DRIFT_MIN_RECORDS,
                        Type.LONG,
                        200L,
                        Range.atLeast(1),
                        MEDIUM,
                        "A window with fewer records is not judged and not reported.")
                .define(
                        DRIFT_ERROR_WARNING,
                        Type.DOUBLE,
                        1.25,
                        Range.atLeast(0),
                        MEDIUM,
                        "Mean error over that of the validation rows from which on a window is at warning level.")
                .define(
                        DRIFT_ERROR_DRIFT,
                        Type.DOUBLE,
                        1.5,
                        Range.atLeast(0),
                        MEDIUM,
                        "Mean error over that of the validation rows from which on a window is at drift level.")
                .define(
                        DRIFT_PSI_WARNING,
                        Type.DOUBLE,
                        0.1,
                        Range.atLeast(0),
                        MEDIUM,
                        "Population stability index from which on a chosen channel counts towards warning.")
                .define(
                        DRIFT_PSI_DRIFT,
                        Type.DOUBLE,
                        0.25,
                        Range.atLeast(0),
                        MEDIUM,
                        "Population stability index from which on a chosen channel counts towards drift.")
                .define(
                        DRIFT_WASSERSTEIN_WARNING,
                        Type.DOUBLE,
                        0.3,
                        Range.atLeast(0),
                        MEDIUM,
                        "Wasserstein distance, in standard deviations of the reference, from which on a chosen channel counts towards warning.")
                .define(
                        DRIFT_WASSERSTEIN_DRIFT,
                        Type.DOUBLE,
                        0.5,
                        Range.atLeast(0),
                        MEDIUM,
                        "Wasserstein distance, in standard deviations of the reference, from which on a chosen channel counts towards drift.")
                .define(
                        DRIFT_FALSE_DISCOVERIES,
                        Type.DOUBLE,
                        0.01,
                        Range.between(0.0, 1.0),
                        LOW,
                        "Share of wrong ones among the channels that count as moved, as far as chance goes; 1 turns the test off.")
                .define(
                        DRIFT_CHANNELS_SHARE,
                        Type.DOUBLE,
                        0.2,
                        Range.between(0.0, 1.0),
                        MEDIUM,
                        "Share of the chosen channels that must have moved before that alone makes warning or drift.")
                .define(
                        DRIFT_WINDOWS,
                        Type.INT,
                        2,
                        Range.atLeast(1),
                        MEDIUM,
                        "Windows in a row at drift level that make drift, and stable ones that end it.")
                .define(
                        DRIFT_ATTRIBUTION_MAX,
                        Type.INT,
                        10,
                        Range.between(0, 100),
                        LOW,
                        "Most channels that a report, and the meters, blame.")
                .define(
                        DRIFT_RETRAIN_REPEAT_MS,
                        Type.LONG,
                        600_000L,
                        Range.atLeast(1),
                        LOW,
                        "Wall-clock time after which a retrain is requested again where the same version still drifts.");
    }

    private static void defineDetectors(ConfigDef definition) {
        definition
                .define(
                        DRIFT_DETECTORS_AGREE,
                        Type.INT,
                        2,
                        Range.between(0, 3),
                        MEDIUM,
                        "Detectors of the error (ADWIN, Page-Hinkley, Bernstein) that must find a rise before it is drift at once; 0: they are reported only.")
                .define(
                        DRIFT_DETECTORS_RISE,
                        Type.DOUBLE,
                        1.15,
                        Range.atLeast(1),
                        MEDIUM,
                        "Mean error since a rise over what was usual before, from which on the rise matters.")
                .define(
                        DRIFT_DETECTORS_RISE_BERNSTEIN,
                        Type.DOUBLE,
                        1.05,
                        Range.atLeast(1),
                        MEDIUM,
                        "The same where the Bernstein test is among the detectors that agree: its false alarms are bounded.")
                .define(
                        DRIFT_ADWIN_DELTA,
                        Type.DOUBLE,
                        1e-5,
                        Range.between(DELTA_MIN, 1.0),
                        LOW,
                        "ADWIN's confidence: the smaller, the fewer false alarms and the later a true one.")
                .define(
                        DRIFT_BERNSTEIN_DELTA,
                        Type.DOUBLE,
                        0.01,
                        Range.between(DELTA_MIN, 1.0),
                        LOW,
                        "Most probability that the Bernstein test ever finds a rise in an unchanged stream of independent errors.")
                .define(
                        DRIFT_PAGE_HINKLEY_TOLERANCE,
                        Type.DOUBLE,
                        0.5,
                        Range.atLeast(0),
                        LOW,
                        "Page-Hinkley: standard deviations by which the error may be above the mean.")
                .define(
                        DRIFT_PAGE_HINKLEY_THRESHOLD,
                        Type.DOUBLE,
                        50.0,
                        Range.atLeast(1),
                        LOW,
                        "Page-Hinkley: sum of standard deviations above that which is a rise.")
                .define(
                        DRIFT_SENSOR_SHARE,
                        Type.DOUBLE,
                        0.5,
                        Range.between(0.01, 1.0),
                        MEDIUM,
                        "Share of a channel's values, beyond the usual, that must be missing for a dead sensor, or repeat their device's one before for a stuck one.")
                .define(
                        DRIFT_SENSOR_RECORDS,
                        Type.LONG,
                        64L,
                        Range.atLeast(1),
                        MEDIUM,
                        "Records that must show a dead or stuck sensor before it is called so.");
    }

    private static void defineProbation(ConfigDef definition) {
        definition
                .define(
                        PROBATION_RECORDS,
                        Type.LONG,
                        2_000L,
                        Range.atLeast(0),
                        MEDIUM,
                        "Records of a layout that a new version's champion rebuilds too, to compare them; 0 for no probation. Counts only with drift.enabled.")
                .define(
                        PROBATION_MARGIN,
                        Type.DOUBLE,
                        0.05,
                        Range.between(0.0, 10.0),
                        MEDIUM,
                        "Share by which the new version's mean error may be above the champion's on those records; above it, the champion is asked back.");
    }

    private static Duration millis(Settings settings, String key) {
        return Duration.ofMillis(settings.getLong(key));
    }

    private static void ordered(String lowKey, double low, String highKey, double high) {
        if (Double.isNaN(low) || Double.isNaN(high) || low > high) {
            throw SettingException.invalid(lowKey, low, "must be at most " + highKey + " = " + high);
        }
    }
}
