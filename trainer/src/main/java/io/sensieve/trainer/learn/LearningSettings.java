package io.sensieve.trainer.learn;

import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * Settings {@code train.*}, the same for the service and for files. A preset gives the values that are not set. Each
 * record of {@link TrainSettings} defines and reads its own settings.
 *
 * @param method the method that selects channels
 * @param train how it trains
 */
public record LearningSettings(SelectionMethod method, TrainSettings train) {
    /** Prefix of all names. */
    public static final String PREFIX = "train.";

    public static final String PRESET = "train.preset";
    public static final String METHOD = "train.method";
    public static final String K = "train.k";
    public static final String TASK = "train.task";
    public static final String EPOCHS = "train.epochs";
    public static final String LAMBDA = "train.lambda";
    public static final String DECODER_EPOCHS = "train.decoder.epochs";
    public static final String SCALING = "train.scaling";
    public static final String SEED = "train.seed";

    /** Preset with the best measured error on unseen rows. */
    private static final String DEFAULT_PRESET = "default";

    /** Preset of the paper. */
    private static final String PAPER_PRESET = "paper";

    private static final SelectionMethod DEFAULT_METHOD = SelectionMethod.CSS;
    private static final SelectionMethod PAPER_METHOD = SelectionMethod.IP_CAE;
    private static final int DEFAULT_K = 50;

    /** Defines the settings {@code train.*} alone. */
    public static ConfigDef definition() {
        return define(new ConfigDef());
    }

    /** Adds the settings {@code train.*} to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        TrainSettings defaults = TrainSettings.of(DEFAULT_K);
        definition
                .define(
                        PRESET,
                        Type.STRING,
                        DEFAULT_PRESET,
                        ValidString.in(DEFAULT_PRESET, PAPER_PRESET),
                        Importance.MEDIUM,
                        "Preset that gives the train settings that are not set: default, with the best measured error, or"
                                + " paper, with the values of the paper.")
                .define(
                        METHOD,
                        Type.STRING,
                        DEFAULT_METHOD.label(),
                        ValidString.in(Arrays.stream(SelectionMethod.values())
                                .map(SelectionMethod::label)
                                .toArray(String[]::new)),
                        Importance.MEDIUM,
                        "Method that selects channels." + paperNote(PAPER_METHOD.label()))
                .define(K, Type.INT, DEFAULT_K, Range.atLeast(1), Importance.HIGH, "Number of channels to select.")
                .define(
                        SEED,
                        Type.LONG,
                        defaults.seed(),
                        Importance.LOW,
                        "Random seed of the training and of the sampling of rows.");
        TrainSettings.define(
                definition, PREFIX, defaults, PAPER_METHOD.paperSettings(DEFAULT_K), LearningSettings::paperNote);
        return definition;
    }

    /**
     * Reads checked settings.
     *
     * @throws SettingException if two settings contradict each other
     */
    public static LearningSettings of(Settings settings) {
        int k = settings.getInt(K);
        boolean paper = settings.getString(PRESET).equals(PAPER_PRESET);
        SelectionMethod method =
                paper && !settings.isSet(METHOD) ? PAPER_METHOD : SelectionMethod.of(settings.getString(METHOD));
        TrainSettings preset = paper ? method.paperSettings(k) : TrainSettings.of(k);
        try {
            return new LearningSettings(
                    method, preset.overriddenBy(settings, PREFIX).withSeed(settings.getLong(SEED)));
        } catch (IllegalArgumentException e) {
            throw new SettingException("Invalid setting " + PREFIX + e.getMessage(), e);
        }
    }

    /**
     * Checks and reads settings for learning from a file.
     *
     * @param values all settings that are set, by full name
     * @param names options of the user that stand for a setting, by the full name of the setting
     * @throws SettingException if a name is unknown, a value is not allowed or two settings contradict each other
     */
    public static LearningSettings of(Map<String, String> values, Map<String, String> names) {
        return of(Settings.withoutKafka(definition(), values, names));
    }

    private static String paperNote(String value) {
        return " With " + PRESET + " = " + PAPER_PRESET + ": " + value + ".";
    }
}
