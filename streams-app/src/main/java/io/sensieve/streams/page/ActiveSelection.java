package io.sensieve.streams.page;

import io.sensieve.Provenance;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import java.time.Instant;
import java.util.List;

/**
 * What the page shows of an active selection, without its model and its reference profile.
 *
 * @param createdAt when the trainer published it
 * @param trigger why it was published, see {@code Provenance.trigger}
 * @param repeats version that a return published again as this one; 0 if this version was trained
 * @param channels the K selected channels, ascending by index
 * @param channelCount D: number of channels of the layout
 * @param validationError mean normalised error of the validation rows
 * @param predictMean mean normalised error of predicting each channel's mean
 */
record ActiveSelection(
        int version,
        Instant createdAt,
        String trigger,
        int repeats,
        String method,
        List<SelectedChannel> channels,
        int channelCount,
        double validationError,
        double predictMean) {
    static ActiveSelection of(Selection selection) {
        Provenance provenance = selection.getProvenance();
        return new ActiveSelection(
                selection.getVersion(),
                provenance.getCreatedAt(),
                provenance.getTrigger(),
                provenance.getRepublishedVersion(),
                selection.getMethod(),
                selection.getChannels(),
                selection.getChannelNames().size(),
                selection.getValidation().getMean(),
                selection.getValidation().getPredictMean());
    }
}
