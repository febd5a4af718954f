package sensieve.trainer;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import sensieve.service.CommonSettings;
import sensieve.service.SettingException;
import sensieve.service.Settings;
import sensieve.trainer.learn.LogitMap;
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.Noise;
import sensieve.trainer.learn.ScalingMethod;
import sensieve.trainer.learn.TrainSettings;
import sensieve.trainer.window.WindowSettings;

/**
 * The trainer's settings.
 *
 * @param method how channels are chosen
 * @param train how it learns
 * @param window what it learns from
 * @param schedule time after which a selection is renewed; zero for never
 * @param cooldown least time between two trainings of a layout, unless an operator asks
 * @param selectionsKept versions of a layout that stay in the topic
 * @param transactionalId of the producer that publishes; fences an older trainer
 * @param consumerGroup of the trainers that wait for each other
 * @param kafka settings of the clients
 */
public record TrainerSettings(
        Method method,
        TrainSettings train,
        WindowSettings window,
        Duration schedule,
        Duration cooldown,
        int selectionsKept,
        String transactionalId,
        String consumerGroup,
        Map<String, String> kafka) {

    private static final String HIDDEN_ALLOWED = "whole numbers from 1 to 100000, separated by commas";

    public static final String METHOD = "train.method";
    public static final String MAP = "train.map";
    public static final String GJSD = "train.gjsd";
    public static final String K = "train.k";
    public static final String EPOCHS = "train.epochs";
    public static final String BATCH_SIZE = "train.batch.size";
    public static final String LEARNING_RATE = "train.learning.rate";
    public static final String NOISE = "train.noise";
    public static final String HIDDEN = "train.hidden";
    public static final String EMBEDDING = "train.embedding";
    public static final String SCALING = "train.scaling";
    public static final String FINISH_EPOCHS = "train.finish.epochs";
    public static final String SEED = "train.seed";
    public static final String WINDOW_ROWS = "window.rows";
    public static final String WINDOW_MIN_ROWS = "window.min.rows";
    public static final String WINDOW_SPAN_MS = "window.span.ms";
    public static final String WINDOW_IDLE_MS = "window.idle.ms";
    public static final String WINDOW_MEMORY_BYTES = "window.memory.bytes";
    public static final String VALIDATION_SHARE = "validation.share";
    public static final String RETRAIN_SCHEDULE_MS = "retrain.schedule.ms";
    public static final String RETRAIN_COOLDOWN_MS = "retrain.cooldown.ms";
    public static final String SELECTIONS_KEPT = "selections.kept";
    public static final String TRANSACTIONAL_ID = "transactional.id";
    public static final String CONSUMER_GROUP = "consumer.group";

    /** Port that the trainer listens on by default. */
    public static final int HTTP_PORT = 8081;

    /** The smallest window whose tenth still holds rows to validate on. */
    private static final int LEAST_ROWS = 20;

    /** Every key with its default and what is allowed. */
    public static ConfigDef definition() {
        ConfigDef definition = CommonSettings.define(new ConfigDef(), HTTP_PORT);
        defineTraining(definition);
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
                        SELECTIONS_KEPT,
                        Type.INT,
                        10,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Versions of a layout that stay in the topic; older ones are deleted with their models.")
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

    private static <E> String[] labels(E[] values, Function<E, String> label) {
        return Arrays.stream(values).map(label).toArray(String[]::new);
    }

    private static void defineTraining(ConfigDef definition) {
        definition
                .define(
                        METHOD,
                        Type.STRING,
                        Method.IP_CAE.label(),
                        ValidString.in(labels(Method.values(), Method::label)),
                        Importance.MEDIUM,
                        "How channels are chosen.")
                .define(
                        MAP,
                        Type.STRING,
                        LogitMap.SHARED.label(),
                        ValidString.in(LogitMap.SHARED.label(), LogitMap.DIAGONAL.label(), LogitMap.SCALAR.label()),
                        Importance.LOW,
                        "W of an ip-cae (section 4.2 of the paper).")
                .define(
                        GJSD,
                        Type.DOUBLE,
                        0.0,
                        Range.between(0, 1_000),
                        Importance.LOW,
                        "Weight of the divergence between rows, lambda in equation 11, of ip-cae and cae; 0 for none.")
                .define(K, Type.INT, 50, Range.atLeast(1), Importance.HIGH, "Channels to choose.")
                .define(
                        EPOCHS,
                        Type.INT,
                        200,
                        Range.between(1, 100_000),
                        Importance.HIGH,
                        "Passes over the train rows while channels are chosen.")
                .define(
                        BATCH_SIZE,
                        Type.INT,
                        128,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Largest mini-batch; small windows take smaller ones.")
                .define(
                        LEARNING_RATE,
                        Type.DOUBLE,
                        1e-3,
                        Range.between(1e-7, 1),
                        Importance.LOW,
                        "Learning rate of Adam.")
                .define(
                        NOISE,
                        Type.STRING,
                        Noise.BATCH.label(),
                        ValidString.in(Noise.BATCH.label(), Noise.RECORD.label()),
                        Importance.LOW,
                        "How often Gumbel noise is drawn: batch is about 8 times cheaper, record is as in the paper.")
                .define(
                        HIDDEN,
                        Type.STRING,
                        "200",
                        LambdaValidator.with(TrainerSettings::checkHidden, () -> HIDDEN_ALLOWED),
                        Importance.LOW,
                        "Units of the decoder's hidden layers, separated by commas; empty is a linear decoder.")
                .define(
                        EMBEDDING,
                        Type.INT,
                        1024,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most columns of the embedding that channels are chosen through.")
                .define(
                        SCALING,
                        Type.STRING,
                        ScalingMethod.MINMAX.label(),
                        ValidString.in(labels(ScalingMethod.values(), ScalingMethod::label)),
                        Importance.MEDIUM,
                        "How channels are brought to one scale.")
                .define(
                        FINISH_EPOCHS,
                        Type.INT,
                        60,
                        Range.between(0, 100_000),
                        Importance.LOW,
                        "Passes that train the decoder alone once the channels are chosen.")
                .define(SEED, Type.LONG, 11L, Importance.LOW, "Seed of the training and the sampling.");
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
     * @throws SettingException if two of them do not go together
     */
    public static TrainerSettings of(Settings settings) {
        int rows = settings.getInt(WINDOW_ROWS);
        int minRows = settings.getInt(WINDOW_MIN_ROWS);
        if (minRows > rows) {
            throw new SettingException("Invalid value " + minRows + " for configuration " + WINDOW_MIN_ROWS
                    + ": must be at most " + WINDOW_ROWS + " = " + rows);
        }
        return new TrainerSettings(
                Method.of(settings.getString(METHOD)),
                train(settings),
                new WindowSettings(
                        rows,
                        minRows,
                        Duration.ofMillis(settings.getLong(WINDOW_SPAN_MS)),
                        Duration.ofMillis(settings.getLong(WINDOW_IDLE_MS)),
                        settings.getDouble(VALIDATION_SHARE),
                        settings.getInt(CommonSettings.LAYOUTS_MAX),
                        memory(settings.getLong(WINDOW_MEMORY_BYTES)),
                        settings.getLong(SEED)),
                Duration.ofMillis(settings.getLong(RETRAIN_SCHEDULE_MS)),
                Duration.ofMillis(settings.getLong(RETRAIN_COOLDOWN_MS)),
                settings.getInt(SELECTIONS_KEPT),
                settings.getString(TRANSACTIONAL_ID),
                settings.getString(CONSUMER_GROUP),
                settings.kafka());
    }

    private static long memory(long bytes) {
        return bytes == 0 ? Runtime.getRuntime().maxMemory() / 2 : bytes;
    }

    private static TrainSettings train(Settings settings) {
        return TrainSettings.of(settings.getInt(K))
                .with(s -> s.epochs(settings.getInt(EPOCHS))
                        .batchSize(settings.getInt(BATCH_SIZE))
                        .learningRate((float) settings.getDouble(LEARNING_RATE))
                        .noise(Noise.valueOf(settings.getString(NOISE).toUpperCase(Locale.ROOT)))
                        .hidden(hidden(settings.getString(HIDDEN)))
                        .map(LogitMap.valueOf(settings.getString(MAP).toUpperCase(Locale.ROOT)))
                        .gjsd((float) settings.getDouble(GJSD))
                        .embedding(settings.getInt(EMBEDDING))
                        .scaling(ScalingMethod.valueOf(
                                settings.getString(SCALING).toUpperCase(Locale.ROOT)))
                        .finishEpochs(settings.getInt(FINISH_EPOCHS))
                        .seed(settings.getLong(SEED)));
    }

    private static List<Integer> hidden(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(units -> Integer.valueOf(units.trim()))
                        .toList();
    }

    private static void checkHidden(String key, Object value) {
        String text = (String) value;
        try {
            if (hidden(text).stream().allMatch(units -> units >= 1 && units <= 100_000)) {
                return;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "must be " + HIDDEN_ALLOWED);
        }
        throw new ConfigException(key, value, "must be " + HIDDEN_ALLOWED);
    }
}
