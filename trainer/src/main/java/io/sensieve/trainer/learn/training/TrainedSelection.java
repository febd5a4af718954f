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
 * What a selector found.
 *
 * @param method the selector's name
 * @param model decoder, scaling and fill values; a {@code Reconstructor} or, where the task was classification, a
 *     {@code Classifier} applies it
 * @param channelNames names of all D channels
 * @param channels K distinct channels, ascending by index; the score is the selector's probability of the channel, 1
 *     for a required one
 * @param spares at most K further channels, best first
 * @param validation error on the validation rows, as the app will measure it; of a classification the share of wrong
 *     classes, and as {@code predictMean} that of always telling the commonest class
 * @param validationAccuracy share of the validation rows whose class is told; of a classification only
 * @param reference what drift is measured against
 * @param trainRows rows learnt from
 * @param validationRows rows held out
 * @param settings as asked for
 * @param uniquePercentage equation 4 for the kept epoch, before repeated channels were replaced
 * @param seconds wall-clock time
 * @param device {@code cpu}, or {@code gpu} and its number
 * @param curve every epoch
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
