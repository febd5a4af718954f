package io.sensieve.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.signing.TrustedKeys;
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
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * The streams service's settings, by what they are about.
 *
 * @param ingest what is taken in
 * @param selection limits of a selection
 * @param pending what becomes of records before the first selection
 * @param drift windows and levels
 * @param rebuilds what is done beyond reducing
 */
public record StreamsSettings(
        IngestSettings ingest,
        SelectionSettings selection,
        BufferSettings pending,
        DriftSettings drift,
        ReconstructionSettings rebuilds) {
    static final String APPLICATION_ID = "application.id";
    static final String GUARANTEE = "processing.guarantee";
    static final String THREADS = "threads";
    static final String STATE_DIR = "state.dir";
    static final String RECORD_MAX_BYTES = "record.max.bytes";
    static final String LAYOUTS_UNDECLARED = "layouts.undeclared";
    static final String MODEL_MAX_BYTES = "model.max.bytes";
    static final String LAYOUTS_GRACE_MS = "layouts.grace.ms";
    static final String SELECTION_GRACE_MS = "selection.grace.ms";
    static final String PENDING_POLICY = "pending.policy";
    static final String PENDING_MAX_RECORDS = "pending.max.records";
    static final String PENDING_MAX_MS = "pending.max.ms";
    static final String RECONSTRUCTIONS_ENABLED = "reconstructions.enabled";
    static final String RECONSTRUCTION_THREADS = "reconstruction.threads";
    static final String DRIFT_ENABLED = "drift.enabled";
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

    /** Every key with its default, what it allows and what it means. */
    public static ConfigDef definition() {
        ConfigDef definition =
                TrustedKeys.define(RegistrySettings.define(CommonSettings.define(new ConfigDef(), HTTP_PORT)));
        defineProcess(definition);
        defineRecords(definition);
        defineDrift(definition);
        defineDetectors(definition);
        defineProbation(definition);
        return definition;
    }

    /**
     * Reads them.
     *
     * @throws SettingException if two of them contradict each other
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
                new IngestSettings(
                        settings.getInt(RECORD_MAX_BYTES),
                        settings.getString(LAYOUTS_UNDECLARED).equals("dead-letter"),
                        millis(settings, LAYOUTS_GRACE_MS)),
                new SelectionSettings(
                        settings.getLong(MODEL_MAX_BYTES),
                        millis(settings, SELECTION_GRACE_MS),
                        settings.getInt(CommonSettings.LAYOUTS_MAX),
                        TrustedKeys.of(settings)),
                new BufferSettings(
                        settings.getString(PENDING_POLICY).equals("buffer"),
                        settings.getInt(PENDING_MAX_RECORDS),
                        millis(settings, PENDING_MAX_MS)),
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
                new ReconstructionSettings(
                        settings.getBoolean(RECONSTRUCTIONS_ENABLED),
                        settings.getBoolean(DRIFT_ENABLED),
                        settings.getInt(RECONSTRUCTION_THREADS)));
    }

    private static void defineProcess(ConfigDef definition) {
        definition
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        "sensieve-streams",
                        new NonEmptyString(),
                        HIGH,
                        "Kafka Streams application id: consumer group, prefix of internal topics and transactional ids.")
                .define(
                        GUARANTEE,
                        Type.STRING,
                        "exactly_once_v2",
                        ValidString.in("exactly_once_v2", "at_least_once"),
                        HIGH,
                        "exactly_once_v2: each record yields one output through any crash; at_least_once: a crash may repeat some.")
                .define(
                        THREADS,
                        Type.INT,
                        1,
                        Range.between(1, 256),
                        MEDIUM,
                        "Stream threads in this process; more than input partitions idle.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        "",
                        MEDIUM,
                        "Folder of local state, one for each process; empty takes Kafka Streams' default under the temporary folder.");
    }

    private static void defineRecords(ConfigDef definition) {
        definition
                .define(
                        RECORD_MAX_BYTES,
                        Type.INT,
                        1_000_000,
                        Range.between(1_000, 12_000_000),
                        MEDIUM,
                        "Most bytes of a record's key, value and headers; a larger one is a dead letter. Above 1000000 the output topics' max.message.bytes must be raised as well.")
                .define(
                        LAYOUTS_UNDECLARED,
                        Type.STRING,
                        "imply",
                        ValidString.in("imply", "dead-letter"),
                        MEDIUM,
                        "Records of a layout without a SensorLayout: imply takes them as the layout's selection says, dead-letter refuses them.")
                .define(
                        LAYOUTS_GRACE_MS,
                        Type.LONG,
                        5_000L,
                        Range.atLeast(0),
                        LOW,
                        "With layouts.undeclared = dead-letter: how long records wait for their layout's SensorLayout, which comes by another topic.")
                .define(
                        MODEL_MAX_BYTES,
                        Type.LONG,
                        256L * 1024 * 1024,
                        Range.between(1_000, Integer.MAX_VALUE - 8L),
                        LOW,
                        "Most bytes of a model file; a larger one is refused.")
                .define(
                        SELECTION_GRACE_MS,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(0),
                        LOW,
                        "How long parts of a publication may be missing before it counts as refused.")
                .define(
                        PENDING_POLICY,
                        Type.STRING,
                        "buffer",
                        ValidString.in("buffer", "dead-letter"),
                        MEDIUM,
                        "Records before the first selection of their layout: keep holds them until there is one, skip makes them dead letters.")
                .define(
                        PENDING_MAX_RECORDS,
                        Type.INT,
                        100_000,
                        Range.atLeast(0),
                        MEDIUM,
                        "Most records that wait for a selection in one task; those that find no room are dead letters.")
                .define(
                        PENDING_MAX_MS,
                        Type.LONG,
                        86_400_000L,
                        Range.atLeast(1),
                        MEDIUM,
                        "Longest that a record waits for a selection, by the wall clock; then it is a dead letter.")
                .define(RECONSTRUCTIONS_ENABLED, Type.BOOLEAN, true, MEDIUM, "Whether rebuilt records are written.")
                .define(
                        RECONSTRUCTION_THREADS,
                        Type.INT,
                        1,
                        Range.between(0, 16),
                        LOW,
                        "Threads that rebuild polled records before their turn, for each stream thread; with 0 the stream threads do it all.");
    }

    private static void defineDrift(ConfigDef definition) {
        definition
                .define(
                        DRIFT_ENABLED,
                        Type.BOOLEAN,
                        true,
                        MEDIUM,
                        "Whether error and drift are measured and retrains asked for; without it and reconstructions.enabled records are only reduced.")
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
