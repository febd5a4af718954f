package io.sensieve.benchmarks.common;

import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Cuts trainings short. */
public final class FewerEpochs {
    @Option(names = "--epochs", paramLabel = "E", description = "Fewer than the preset's make it quicker.")
    private Optional<Integer> epochs = Optional.empty();

    /** What was asked for. */
    public Optional<Integer> count() {
        return epochs;
    }

    /** The settings with the epochs that were asked for. */
    public TrainSettings in(TrainSettings settings) {
        return in(settings, epochs);
    }

    /** The settings with {@code epochs}, where given; a finish takes no more than those. */
    public static TrainSettings in(TrainSettings settings, Optional<Integer> epochs) {
        return epochs.map(count -> settings.withSearch(s -> s.withEpochs(count))
                        .withDecoder(d ->
                                d.withEpochs(Math.min(count, settings.decoder().epochs()))))
                .orElse(settings);
    }
}
