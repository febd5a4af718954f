package io.sensieve.benchmarks.common;

import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The file that a command learns from, and by which settings. */
public final class LearningFile {
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "What to learn from.")
    private Path data = Path.of("");

    @Option(names = "--k", paramLabel = "K", description = "Channels to select (default 50; 10 of fewer than 100).")
    private Optional<Integer> k = Optional.empty();

    @Mixin
    private FewerEpochs epochs = new FewerEpochs();

    /**
     * Reads it.
     *
     * @throws SettingException if it is absent or cannot be read
     */
    public DataFile read() {
        return DataFile.read("data", data);
    }

    /** The defaults, with what the options say. */
    public TrainSettings settings(DataFile file) {
        return epochs.in(TrainSettings.of(k.orElseGet(file::usualK)));
    }
}
