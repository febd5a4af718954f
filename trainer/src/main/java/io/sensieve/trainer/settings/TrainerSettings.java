package io.sensieve.trainer.settings;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.signing.Signer;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.retrain.ChallengerGate;
import io.sensieve.trainer.window.WindowSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The trainer's settings.
 *
 * @param method how channels are chosen
 * @param train how it learns
 * @param window what it learns from
 * @param schedule time after which a selection is renewed; zero for never
 * @param cooldown least time between two trainings of a layout, unless an operator asks
 * @param backoffMax most that the cooldown grows to while one challenger after another loses
 * @param gate what a challenger has to gain
 * @param selectionsKept versions of a layout that stay in the topic
 * @param transactionalId of the producer that publishes; fences an older trainer
 * @param consumerGroup of the trainers that wait for each other
 * @param signer signs what is published
 * @param trustedKeys whose signature must be on what is built on
 * @param kafka settings of the clients
 */
public record TrainerSettings(
        SelectionMethod method,
        TrainSettings train,
        WindowSettings window,
        Duration schedule,
        Duration cooldown,
        Duration backoffMax,
        ChallengerGate gate,
        int selectionsKept,
        String transactionalId,
        String consumerGroup,
        Signer signer,
        TrustedKeys trustedKeys,
        Map<String, String> kafka) {

    public static final String WINDOW_ROWS = "window.rows";
    public static final String WINDOW_MIN_ROWS = "window.min.rows";
    public static final String WINDOW_SPAN_MS = "window.span.ms";
    public static final String WINDOW_IDLE_MS = "window.idle.ms";
    public static final String WINDOW_MEMORY_BYTES = "window.memory.bytes";
    public static final String VALIDATION_SHARE = "validation.share";
    public static final String RETRAIN_SCHEDULE_MS = "retrain.schedule.ms";
    public static final String RETRAIN_COOLDOWN_MS = "retrain.cooldown.ms";
    public static final String RETRAIN_BACKOFF_MAX_MS = "retrain.backoff.max.ms";
    public static final String GATE_MARGIN = "gate.margin";
    public static final String GATE_CHURN = "gate.churn";
    public static final String SELECTIONS_KEPT = "selections.kept";
    public static final String TRANSACTIONAL_ID = "transactional.id";
    public static final String CONSUMER_GROUP = "consumer.group";

    /** Port that the trainer listens on by default. */
    public static final int HTTP_PORT = 8081;

    /** The smallest window whose tenth still holds rows to validate on. */
    private static final int LEAST_ROWS = 20;

    /** Every key with its default and what is allowed. */
    public static ConfigDef definition() {
        ConfigDef definition = RegistrySettings.define(CommonSettings.define(new ConfigDef(), HTTP_PORT));
        Signer.define(definition);
        TrustedKeys.define(definition);
        LearningSettings.define(definition);
        defineWindow(definition);
        return definition
                .define(
                        RETRAIN_SCHEDULE_MS,
                        Type.LONG,
                        86_400_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Age at which a selection is renewed; 0 is never.")
                .define(
                        RETRAIN_COOLDOWN_MS,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Least time between two trainings of a layout, unless an operator asks.")
                .define(
                        RETRAIN_BACKOFF_MAX_MS,
                        Type.LONG,
                        3_600_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "A challenger that loses doubles " + RETRAIN_COOLDOWN_MS
                                + " for its layout, up to this; one that" + " wins sets it back.")
                .define(
                        GATE_MARGIN,
                        Type.DOUBLE,
                        0.03,
                        Range.between(0, 0.45),
                        Importance.MEDIUM,
                        "Share of the error in force, on the newest held-out rows, that a new selection must gain to be"
                                + " published, unless an operator asked for it.")
                .define(
                        GATE_CHURN,
                        Type.DOUBLE,
                        0.02,
                        Range.between(0, 0.45),
                        Importance.MEDIUM,
                        "Share that it must gain besides if it exchanges all channels; in proportion for fewer.")
                .define(
                        SELECTIONS_KEPT,
                        Type.INT,
                        20,
                        Range.atLeast(10),
                        Importance.LOW,
                        "Versions of a layout that stay in the topic, to go back to; older ones are deleted with their"
                                + " models.")
                .define(
                        TRANSACTIONAL_ID,
                        Type.STRING,
                        "sensieve-trainer",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Transactional id of the producer that publishes: the same for all trainers of a cluster.")
                .define(
                        CONSUMER_GROUP,
                        Type.STRING,
                        "sensieve-trainer",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Group of the trainers; one of it trains, the others wait.");
    }

    private static void defineWindow(ConfigDef definition) {
        definition
                .define(
                        WINDOW_ROWS,
                        Type.INT,
                        5000,
                        Range.between(LEAST_ROWS, 1_000_000),
                        Importance.HIGH,
                        "Most rows of a window; up to twice as many are held in memory for each layout.")
                .define(
                        WINDOW_MEMORY_BYTES,
                        Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Memory for the windows of all layouts; windows get fewer rows, or none, where it is short."
                                + " 0 is half of the heap.")
                .define(
                        WINDOW_MIN_ROWS,
                        Type.INT,
                        1000,
                        Range.between(LEAST_ROWS, 1_000_000),
                        Importance.HIGH,
                        "Fewest rows that a selection is learnt from.")
                .define(
                        WINDOW_SPAN_MS,
                        Type.LONG,
                        3_600_000L,
                        Range.atLeast(1000),
                        Importance.HIGH,
                        "Event time that a window reaches back.")
                .define(
                        WINDOW_IDLE_MS,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "A layout that sent nothing for so long gets its first selection from what it sent.")
                .define(
                        VALIDATION_SHARE,
                        Type.DOUBLE,
                        0.2,
                        Range.between(0.05, 0.5),
                        Importance.LOW,
                        "Part of a window, its newest, that is held out for validation.");
    }

    /**
     * Reads checked settings.
     *
     * @throws SettingException if two of them do not go together, or the task is one for files only
     */
    public static TrainerSettings of(Settings settings) {
        LearningSettings learning = LearningSettings.of(settings);
        if (learning.train().task() == Task.CLASSIFICATION) {
            throw SettingException.invalid(
                    LearningSettings.TASK,
                    Task.CLASSIFICATION.label(),
                    "the service learns to rebuild records; classification is offline only (sensieve train)");
        }
        int rows = settings.getInt(WINDOW_ROWS);
        int minRows = settings.getInt(WINDOW_MIN_ROWS);
        if (minRows > rows) {
            throw SettingException.invalid(WINDOW_MIN_ROWS, minRows, "must be at most " + WINDOW_ROWS + " = " + rows);
        }
        return new TrainerSettings(
                learning.method(),
                learning.train(),
                new WindowSettings(
                        rows,
                        minRows,
                        Duration.ofMillis(settings.getLong(WINDOW_SPAN_MS)),
                        Duration.ofMillis(settings.getLong(WINDOW_IDLE_MS)),
                        settings.getDouble(VALIDATION_SHARE),
                        settings.getInt(CommonSettings.LAYOUTS_MAX),
                        memory(settings.getLong(WINDOW_MEMORY_BYTES)),
                        learning.train().seed()),
                Duration.ofMillis(settings.getLong(RETRAIN_SCHEDULE_MS)),
                Duration.ofMillis(settings.getLong(RETRAIN_COOLDOWN_MS)),
                Duration.ofMillis(settings.getLong(RETRAIN_BACKOFF_MAX_MS)),
                new ChallengerGate(settings.getDouble(GATE_MARGIN), settings.getDouble(GATE_CHURN)),
                settings.getInt(SELECTIONS_KEPT),
                settings.getString(TRANSACTIONAL_ID),
                settings.getString(CONSUMER_GROUP),
                Signer.of(settings),
                TrustedKeys.of(settings),
                settings.kafka());
    }

    private static long memory(long bytes) {
        return bytes == 0 ? Runtime.getRuntime().maxMemory() / 2 : bytes;
    }
}
