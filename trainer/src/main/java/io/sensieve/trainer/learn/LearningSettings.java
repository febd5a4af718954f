package io.sensieve.trainer.learn;

import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import io.sensieve.trainer.learn.settings.LambdaSchedule;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.ScalingMethod;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.settings.TrainSettings.Builder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code train.*}, the same for the service and for learning from a file. The preset gives those that are
 * not set. Their names are those of {@link TrainSettings#asMap}, after the prefix.
 *
 * @param method how channels are chosen
 * @param train how it learns
 */
public record LearningSettings(SelectionMethod method, TrainSettings train) {
    /** What all names start with. */
    public static final String PREFIX = "train.";

    public static final String PRESET = "train.preset";
    public static final String METHOD = "train.method";
    public static final String K = "train.k";
    public static final String TASK = "train.task";
    public static final String EPOCHS = "train.epochs";
    public static final String LAMBDA = "train.lambda";
    public static final String FINISH_EPOCHS = "train.decoder.epochs";
    public static final String SCALING = "train.scaling";
    public static final String SEED = "train.seed";

    /** Labels of the presets. */
    public static final String DEFAULT_PRESET = "default";

    public static final String PAPER_PRESET = "paper";

    private static final SelectionMethod USUAL_METHOD = SelectionMethod.CSS;
    private static final SelectionMethod PAPER_METHOD = SelectionMethod.IP_CAE;
    private static final int DEFAULT_K = 50;
    private static final int MOST_EPOCHS = 100_000;
    private static final int MOST_UNITS = 100_000;
    private static final String UNITS = "whole numbers from 1 to " + MOST_UNITS + ", separated by commas";

    /**
     * A setting that a preset gives.
     *
     * @param name without the prefix
     * @param set puts the setting's value into a copy of the preset
     */
    private record Entry(
            String name,
            Type type,
            @Nullable Validator allowed,
            Importance importance,
            String documentation,
            Setter set) {}

    private interface Setter {
        void accept(Builder copy, Settings settings, String key);
    }

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "task",
                    Type.STRING,
                    oneOf(Task.values(), Task::label),
                    Importance.MEDIUM,
                    "What the chosen channels are to serve; classification is for files with labels only.",
                    (copy, settings, key) -> copy.task(valueOf(Task.class, settings.getString(key)))),
            whole(
                    "epochs",
                    1,
                    MOST_EPOCHS,
                    "Passes over the train rows while channels are chosen; css, qr and random need none, stg takes half of them,"
                            + " or half for each of up to eight lambdas.",
                    Builder::epochs),
            whole(
                    "batch.size",
                    1,
                    Integer.MAX_VALUE,
                    "Largest mini-batch; few rows take smaller ones.",
                    Builder::batchSize),
            number("learning.rate", 1e-7, 1, "Adam's rate while channels are chosen.", Builder::learningRate),
            new Entry(
                    "temperature.start",
                    Type.DOUBLE,
                    Range.between(1e-6, 1e6),
                    Importance.LOW,
                    "T0 in equation 3.",
                    (copy, settings, key) -> copy.startTemperature(settings.getDouble(key))),
            new Entry(
                    "temperature.end",
                    Type.DOUBLE,
                    Range.between(1e-6, 1e6),
                    Importance.LOW,
                    "TB in equation 3; at most train.temperature.start.",
                    (copy, settings, key) -> copy.endTemperature(settings.getDouble(key))),
            new Entry(
                    "noise",
                    Type.STRING,
                    oneOf(NoiseSharing.values(), NoiseSharing::label),
                    Importance.LOW,
                    "How often Gumbel noise is drawn: for each mini-batch, which is cheaper, or for each record.",
                    (copy, settings, key) -> copy.noise(valueOf(NoiseSharing.class, settings.getString(key)))),
            new Entry(
                    "transform",
                    Type.STRING,
                    ValidString.in(
                            LogitTransform.SHARED.label(),
                            LogitTransform.DIAGONAL.label(),
                            LogitTransform.SCALAR.label()),
                    Importance.LOW,
                    "W of an ip-cae (section 4.2 of the paper).",
                    (copy, settings, key) -> copy.map(valueOf(LogitTransform.class, settings.getString(key)))),
            flag("bias", "Whether equation 6 has its b.", Builder::bias),
            whole(
                    "embedding",
                    1,
                    Integer.MAX_VALUE,
                    "Most columns of the embedding, P in equation 5; as many as channels where these are fewer.",
                    Builder::embedding),
            number(
                    "gjsd",
                    0,
                    1_000,
                    "Weight of the divergence between rows, lambda in equation 11, of ip-cae and cae; 0 for none.",
                    Builder::gjsd),
            new Entry(
                    "lambda",
                    Type.STRING,
                    oneOf(LambdaSchedule.values(), LambdaSchedule::label),
                    Importance.LOW,
                    "How long stg keeps one lambda: for a step, solved for so that the expected number of open gates"
                            + " falls to K, or for a training, searched until K gates are open at its end.",
                    (copy, settings, key) -> copy.lambda(valueOf(LambdaSchedule.class, settings.getString(key)))),
            flag(
                    "norm",
                    "Whether the decoder's hidden layers are normalised, with LeakyReLU; else they are ReLU alone, as"
                            + " they are for stg and lassonet with " + PRESET + " = " + PAPER_PRESET + ".",
                    Builder::norm),
            new Entry(
                    "hidden",
                    Type.STRING,
                    LambdaValidator.with(LearningSettings::checkUnits, () -> UNITS),
                    Importance.LOW,
                    "Units of the decoder's hidden layers, separated by commas; empty is a linear decoder.",
                    (copy, settings, key) -> copy.hidden(units(settings.getString(key)))),
            flag("skip", "Whether the decoder adds a linear map of its inputs.", Builder::skip),
            number(
                    "dropout",
                    0,
                    0.95,
                    "Share of the hidden units that a step leaves out while the decoder is finished.",
                    Builder::dropout),
            number(
                    "sensor.dropout",
                    0,
                    0.95,
                    "Chance of a chosen channel to be missing from a record while the decoder is finished, so that it"
                            + " serves with a dead sensor.",
                    Builder::sensorDropout),
            whole(
                    "decoder.epochs",
                    0,
                    MOST_EPOCHS,
                    "Passes that train the decoder alone once the channels are chosen.",
                    Builder::finishEpochs),
            number("decoder.rate", 1e-7, 1, "Adam's rate at the start of these passes.", Builder::finishRate),
            new Entry(
                    "scaling",
                    Type.STRING,
                    oneOf(ScalingMethod.values(), ScalingMethod::label),
                    Importance.MEDIUM,
                    "How channels are brought to one scale.",
                    (copy, settings, key) -> copy.scaling(valueOf(ScalingMethod.class, settings.getString(key)))),
            number(
                    "price",
                    0,
                    1e9,
                    "What a channel's cost weighs against what it tells; 0 for nothing.",
                    Builder::price),
            new Entry(
                    "budget",
                    Type.DOUBLE,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Most that the chosen channels may cost together; above 0.",
                    (copy, settings, key) -> copy.budget(settings.getDouble(key))),
            flag("shuffle", "Whether the rows are put in a new order for each epoch.", Builder::shuffle),
            new Entry(
                    "device",
                    Type.STRING,
                    oneOf(ComputeDevice.values(), ComputeDevice::label),
                    Importance.LOW,
                    "Where to train; auto takes a GPU where one can be had.",
                    (copy, settings, key) -> copy.compute(valueOf(ComputeDevice.class, settings.getString(key)))));

    /** The settings {@code train.*} alone. */
    public static ConfigDef definition() {
        return define(new ConfigDef());
    }

    /** Adds them to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        TrainSettings usual = TrainSettings.of(DEFAULT_K);
        definition
                .define(
                        PRESET,
                        Type.STRING,
                        DEFAULT_PRESET,
                        ValidString.in(DEFAULT_PRESET, PAPER_PRESET),
                        Importance.MEDIUM,
                        "Where the train settings that are not set come from: what measured best, or what the paper"
                                + " states.")
                .define(
                        METHOD,
                        Type.STRING,
                        USUAL_METHOD.label(),
                        oneOf(SelectionMethod.values(), SelectionMethod::label),
                        Importance.MEDIUM,
                        "How channels are chosen. With " + PRESET + " = " + PAPER_PRESET + ": " + PAPER_METHOD.label()
                                + ".")
                .define(K, Type.INT, DEFAULT_K, Range.atLeast(1), Importance.HIGH, "Channels to choose.")
                .define(
                        SEED,
                        Type.LONG,
                        usual.seed(),
                        Importance.LOW,
                        "Of all that is random in the training and the sampling.");
        Map<String, String> defaults = usual.asMap();
        Map<String, String> paper = PAPER_METHOD.paperSettings(DEFAULT_K).asMap();
        for (Entry entry : ENTRIES) {
            String value = valueOf(defaults, entry.name());
            String papers = valueOf(paper, entry.name());
            definition.define(
                    PREFIX + entry.name(),
                    entry.type(),
                    value,
                    entry.allowed(),
                    entry.importance(),
                    value.equals(papers)
                            ? entry.documentation()
                            : entry.documentation() + " With " + PRESET + " = " + PAPER_PRESET + ": " + papers + ".");
        }
        return definition;
    }

    /**
     * Reads checked settings.
     *
     * @throws SettingException if two of them do not go together
     */
    public static LearningSettings of(Settings settings) {
        int k = settings.getInt(K);
        boolean paper = settings.getString(PRESET).equals(PAPER_PRESET);
        SelectionMethod method =
                paper && !settings.isSet(METHOD) ? PAPER_METHOD : SelectionMethod.of(settings.getString(METHOD));
        TrainSettings preset = paper ? method.paperSettings(k) : TrainSettings.of(k);
        try {
            TrainSettings train = preset.with(copy -> {
                for (Entry entry : ENTRIES) {
                    String key = PREFIX + entry.name();
                    if (settings.isSet(key)) {
                        entry.set().accept(copy, settings, key);
                    }
                }
                return copy.seed(settings.getLong(SEED));
            });
            return new LearningSettings(method, train);
        } catch (IllegalArgumentException e) {
            throw new SettingException("Invalid setting " + PREFIX + e.getMessage(), e);
        }
    }

    /**
     * Checks settings that are all given here, for learning from a file.
     *
     * @param values by full name
     * @param names what the user calls a setting where that is not its full name
     * @throws SettingException if a name is unknown, a value is not allowed or two do not go together
     */
    public static LearningSettings of(Map<String, String> values, Map<String, String> names) {
        return of(Settings.withoutKafka(definition(), values, names));
    }

    private static Entry whole(String name, int least, int most, String documentation, WholeSetter setter) {
        return new Entry(
                name,
                Type.INT,
                most == Integer.MAX_VALUE ? Range.atLeast(least) : Range.between(least, most),
                name.equals("epochs") ? Importance.HIGH : Importance.LOW,
                documentation,
                (copy, settings, key) -> setter.set(copy, settings.getInt(key)));
    }

    private static Entry number(String name, double least, double most, String documentation, NumberSetter setter) {
        return new Entry(
                name,
                Type.DOUBLE,
                Range.between(least, most),
                Importance.LOW,
                documentation,
                (copy, settings, key) -> setter.set(copy, (float) settings.getDouble(key)));
    }

    private static Entry flag(String name, String documentation, FlagSetter setter) {
        return new Entry(
                name,
                Type.BOOLEAN,
                null,
                Importance.LOW,
                documentation,
                (copy, settings, key) -> setter.set(copy, settings.getBoolean(key)));
    }

    private interface WholeSetter {
        Builder set(Builder copy, int value);
    }

    private interface NumberSetter {
        Builder set(Builder copy, float value);
    }

    private interface FlagSetter {
        Builder set(Builder copy, boolean value);
    }

    private static String valueOf(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalStateException("TrainSettings.asMap lacks " + name);
        }
        return value;
    }

    private static <E extends Enum<E>> E valueOf(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <E> ValidString oneOf(E[] values, Function<E, String> label) {
        return ValidString.in(Arrays.stream(values).map(label).toArray(String[]::new));
    }

    private static List<Integer> units(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(units -> Integer.valueOf(units.trim()))
                        .toList();
    }

    private static void checkUnits(String key, Object value) {
        try {
            if (units((String) value).stream().allMatch(units -> units >= 1 && units <= MOST_UNITS)) {
                return;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "must be " + UNITS);
        }
        throw new ConfigException(key, value, "must be " + UNITS);
    }
}
