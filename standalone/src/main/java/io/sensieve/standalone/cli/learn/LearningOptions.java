package io.sensieve.standalone.cli.learn;

import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.learn.SelectionMethod;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a method learns from, and how: options for the common settings, {@code -D} for any. */
final class LearningOptions {
    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "F",
            description = "CSV file with a header, gzipped or not; an empty cell is a missing value.")
    private Path data = Path.of("");

    @Option(
            names = {"-k", "--k"},
            required = true,
            paramLabel = "K",
            description = "Channels to select; for train also several, such as 5,10,20,50.")
    private String k = "";

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "default: what measured best; paper: what the paper states (default default).")
    private Optional<String> preset = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "T",
            description = "reconstruction, or classification by the column label (default reconstruction).")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--scaling",
            paramLabel = "S",
            description = "minmax, standard or none; fitted on train and val rows (default minmax).")
    private Optional<String> scaling = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "E",
            description =
                    "Passes over the train rows while channels are chosen or, where a method trains only a decoder for"
                            + " them (css, qr, random), of that (default: the preset's).")
    private Optional<String> epochs = Optional.empty();

    @Option(
            names = "-D",
            paramLabel = "train.x=V",
            description = "Any train setting of the trainer service, for example train.noise=record or train.hidden="
                    + "400,200; can be repeated. 'sensieve trainer --help' lists them.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The file, opened. */
    ChannelFile open() {
        return ChannelFile.open(data);
    }

    /** The file's name without its folders. */
    String fileName() {
        return Optional.ofNullable(data.getFileName()).orElse(data).toString();
    }

    /** K as given: one, or for {@code train} several separated by commas. */
    String k() {
        return k;
    }

    /** How to learn for the K that is given; see {@link #settings(Map, String)}. */
    LearningSettings settings(Map<String, String> own) {
        return settings(own, k);
    }

    /** A warning of a setting that the method does not heed. */
    Optional<String> ignored(LearningSettings read) {
        if (settings.containsKey(LearningSettings.LAMBDA) && read.method() != SelectionMethod.STG) {
            return Optional.of("warning: " + LearningSettings.LAMBDA + " counts only for " + SelectionMethod.STG.label()
                    + ", not for " + read.method().label());
        }
        return settings.containsKey(LearningSettings.EPOCHS) && !read.method().trainsNetwork()
                ? Optional.of("warning: " + LearningSettings.EPOCHS + " counts only where a method trains to choose; "
                        + read.method().label() + " heeds " + LearningSettings.DECODER_EPOCHS)
                : Optional.empty();
    }

    /**
     * How to learn.
     *
     * @param own settings that the command itself gives, by full name
     * @param channels K
     * @throws SettingException if a setting is unknown, not allowed or given twice
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
                throw new SettingException("Setting " + key + " = " + value + " is none of " + LearningSettings.PREFIX
                        + "*, which -D is for here; 'sensieve trainer --help' lists them");
            }
            String other = all.putIfAbsent(key, value);
            if (other != null) {
                throw new SettingException("Setting " + key + " is given twice: as " + other
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
