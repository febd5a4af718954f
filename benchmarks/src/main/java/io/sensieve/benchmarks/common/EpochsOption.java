package io.sensieve.benchmarks.common;

import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Declares the option {@code --epochs}, which shortens a training. */
public final class EpochsOption {
    @Option(
            names = "--epochs",
            paramLabel = "E",
            description = "Epochs of a training (default: those of the preset). Fewer are faster.")
    private Optional<Integer> epochs = Optional.empty();

    /** The value of the option. */
    public Optional<Integer> count() {
        return epochs;
    }

    /** Returns the settings with the epochs of the option. */
    public TrainSettings in(TrainSettings settings) {
        return in(settings, epochs);
    }

    /** Returns the settings with {@code epochs} if present; the training of the final decoder gets at most as many. */
    public static TrainSettings in(TrainSettings settings, Optional<Integer> epochs) {
        return epochs.map(count -> settings.withSearch(s -> s.withEpochs(count))
                        .withDecoder(d ->
                                d.withEpochs(Math.min(count, settings.decoder().epochs()))))
                .orElse(settings);
    }
}
