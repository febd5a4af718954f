package io.sensieve.trainer.learn.training;

import io.sensieve.MissingValue;
import io.sensieve.SelectedChannel;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.evaluation.HeldOutResult;
import java.util.List;

/**
 * A selection with its decoder, as a {@link Selector} returns it.
 *
 * @param method name of the selection method
 * @param model decoder, scaling and fill values, for a {@code Reconstructor} or a {@code Classifier}
 * @param channelNames names of all D channels
 * @param channels K distinct channels, ascending by index, with scores that the method defines; 1 for a required
 *     channel
 * @param spares at most K channels that are not selected, best first
 * @param missingValues values that stood for a missing one in the rows
 * @param validation evaluation of the model on the validation rows
 * @param run the training that gave the selection
 */
public record TrainedSelection(
        String method,
        ModelFile model,
        List<String> channelNames,
        List<SelectedChannel> channels,
        List<SelectedChannel> spares,
        List<MissingValue> missingValues,
        HeldOutResult validation,
        TrainingRun run) {

    public TrainedSelection {
        channelNames = List.copyOf(channelNames);
        channels = List.copyOf(channels);
        spares = List.copyOf(spares);
        missingValues = List.copyOf(missingValues);
    }
}
