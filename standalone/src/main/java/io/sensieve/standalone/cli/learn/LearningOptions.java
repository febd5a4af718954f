package io.sensieve.standalone.cli.learn;

import io.sensieve.service.SettingException;
import io.sensieve.standalone.cli.MissingValuesOption;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.learn.SelectionMethod;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the data file and the settings of a training: options for the common settings, {@code -D} for all. */
final class LearningOptions {
    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "F",
            description = "CSV file with a header, optionally gzipped; an empty cell is a missing value.")
    private Path data = Path.of("");

    @Mixin
    private MissingValuesOption missing = new MissingValuesOption();

    @Option(
            names = {"-k", "--k"},
            required = true,
            paramLabel = "K",
            description = "Number of channels to select; for train also several, for example 5,10,20,50.")
    private String k = "";

    @Option(
            names = "--preset",
            paramLabel = "P",
            description =
                    "default: the values with the best measured results; paper: the values of the paper (default: default).")
    private Optional<String> preset = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "T",
            description = "reconstruction, or classification of the column label (default reconstruction).")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--scaling",
            paramLabel = "S",
            description = "minmax, standard or none; fitted to the train and val rows (default minmax).")
    private Optional<String> scaling = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "E",
            description = "Epochs of the selection. For methods that train only a decoder, such as css: epochs of the"
                    + " decoder (default: from the preset).")
    private Optional<String> epochs = Optional.empty();

    @Option(
            names = "-D",
            paramLabel = "train.x=V",
            description = "A train.* setting of the trainer service, for example train.noise=record or train.hidden="
                    + "400,200; repeatable. 'sensieve trainer --help' lists them.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Opens the data file. */
    ChannelFile open() {
        return ChannelFile.open(data, missing.markers());
    }

    /** Name of the data file without folders. */
    String fileName() {
        return Optional.ofNullable(data.getFileName()).orElse(data).toString();
    }

    /** The value of {@code --k}: one K, or for {@code train} several separated by commas. */
    String k() {
        return k;
    }

    /** Combines the settings for the K of {@code --k}; see {@link #settings(Map, String)}. */
    LearningSettings settings(Map<String, String> own) {
        return settings(own, k);
    }

    /** A warning about a setting without effect on the method, if there is one. */
    Optional<String> ignored(LearningSettings read) {
        if (settings.containsKey(LearningSettings.LAMBDA) && read.method() != SelectionMethod.STG) {
            return Optional.of(
                    "warning: " + LearningSettings.LAMBDA + " has an effect only with " + SelectionMethod.STG.label()
                            + ", not with " + read.method().label());
        }
        return settings.containsKey(LearningSettings.EPOCHS) && !read.method().trainsNetwork()
                ? Optional.of("warning: " + LearningSettings.EPOCHS
                        + " has an effect only with a method that trains to select; "
                        + read.method().label() + " uses " + LearningSettings.DECODER_EPOCHS)
                : Optional.empty();
    }

    /**
     * Combines the settings of the command, the options and {@code -D}.
     *
     * @param own settings that the command sets, by full name
     * @param channels value of {@code train.k}
     * @throws SettingException if a setting is unknown, invalid or set twice
     */
    LearningSettings settings(Map<String, String> own, String channels) {
        Map<String, String> all = new LinkedHashMap<>(own);
        all.put(LearningSettings.K, channels);
        preset.ifPresent(value -> all.put(LearningSettings.PRESET, value));
        task.ifPresent(value -> all.put(LearningSettings.TASK, value));
        scaling.ifPresent(value -> all.put(LearningSettings.SCALING, value));
        epochs.ifPresent(value -> all.put(LearningSettings.EPOCHS, value));
        Map<String, String> names = new HashMap<>();
        all.keySet().forEach(key -> names.put(key, "--" + key.substring(LearningSettings.PREFIX.length())));
        settings.forEach((key, value) -> {
            if (!key.startsWith(LearningSettings.PREFIX)) {
                throw new SettingException("Setting " + key + " = " + value + ": -D accepts only "
                        + LearningSettings.PREFIX + "* here; 'sensieve trainer --help' lists them");
            }
            String other = all.putIfAbsent(key, value);
            if (other != null) {
                throw new SettingException("Setting " + key + " is set twice: to " + other
                        + " by the command or its options, and by -D " + key + "=" + value);
            }
        });
        LearningSettings read = LearningSettings.of(all, names);
        if (epochs.isPresent() && !read.method().trainsNetwork()) {
            all.putIfAbsent(LearningSettings.DECODER_EPOCHS, epochs.get());
            names.put(LearningSettings.DECODER_EPOCHS, "--epochs");
            return LearningSettings.of(all, names);
        }
        return read;
    }
}
