package io.sensieve.benchmarks.common;

import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Declares the options of a training on a data file: {@code --data}, {@code --k} and {@code --epochs}. */
public final class TrainingFileOptions {
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Data file to train on.")
    private Path data = Path.of("");

    @Option(names = "--k", paramLabel = "K", description = "Channels to select (default 50; 10 of fewer than 100).")
    private Optional<Integer> k = Optional.empty();

    @Mixin
    private EpochsOption epochs = new EpochsOption();

    /**
     * Reads the data file.
     *
     * @throws SettingException if the file is absent or cannot be read
     */
    public DataFile read() {
        return DataFile.read("data", data);
    }

    /** Returns the default settings with the values of the options. */
    public TrainSettings settings(DataFile file) {
        return epochs.in(TrainSettings.of(k.orElseGet(file::defaultK)));
    }
}
