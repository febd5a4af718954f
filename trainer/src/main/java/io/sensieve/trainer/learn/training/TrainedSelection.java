package io.sensieve.trainer.learn.training;

import io.sensieve.ErrorSummary;
import io.sensieve.ReferenceProfile;
import io.sensieve.SelectedChannel;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.List;
import java.util.Optional;

/**
 * A selection with its decoder, as a {@link Selector} returns it.
 *
 * @param method name of the selection method
 * @param model decoder, scaling and fill values, for a {@code Reconstructor} or a {@code Classifier}
 * @param channelNames names of all D channels
 * @param channels K distinct channels, ascending by index, with scores that the method defines; 1 for a required
 *     channel
 * @param spares at most K channels that are not selected, best first
 * @param validation error on the validation rows with the arithmetic of the streams app. Of a classifier, the share of
 *     wrong classes, and as {@code predictMean} that of always predicting the most frequent class
 * @param validationAccuracy share of the validation rows with the right class; present for a classifier
 * @param reference reference profile for drift
 * @param trainRows number of train rows
 * @param validationRows number of validation rows
 * @param settings the settings that the search ran with
 * @param uniquePercentage equation 4 for the kept epoch, before repeated channels were replaced
 * @param seconds wall-clock time
 * @param device {@code cpu}, or {@code gpu} and its number
 * @param curve one entry for each epoch
 */
public record TrainedSelection(
        String method,
        ModelFile model,
        List<String> channelNames,
        List<SelectedChannel> channels,
        List<SelectedChannel> spares,
        ErrorSummary validation,
        Optional<Double> validationAccuracy,
        ReferenceProfile reference,
        int trainRows,
        int validationRows,
        TrainSettings settings,
        double uniquePercentage,
        double seconds,
        String device,
        List<TrainingProgress> curve) {

    public TrainedSelection {
        channelNames = List.copyOf(channelNames);
        channels = List.copyOf(channels);
        spares = List.copyOf(spares);
        curve = List.copyOf(curve);
    }
}
