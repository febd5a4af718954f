package io.sensieve.trainer.publish;

import io.sensieve.ModelReference;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import java.time.Instant;
import java.util.List;

/**
 * The part of a published selection that {@link SelectionDirectory} keeps.
 *
 * @param number version number, from 1
 * @param channels D, the number of channels of the layout
 * @param model reference to the model file
 * @param selected indices of the K selected channels, ascending
 * @param champion version that was active when this one was published; 0 for none
 * @param republishOf version that this one repeats; 0 if this one was trained
 * @param faulty channels that were excluded as faulty
 * @param changed channels that changed by themselves at the start of its regime
 * @param heldOut number of held-out rows of its training, all of which are of its regime
 * @param from event time of the first row of its training that is of its regime
 */
public record SelectionVersion(
        int number,
        int channels,
        ModelReference model,
        List<Integer> selected,
        int champion,
        int republishOf,
        List<Integer> faulty,
        List<Integer> changed,
        long heldOut,
        Instant from) {

    /** Creates the version of a selection. */
    static SelectionVersion of(Selection selection) {
        return new SelectionVersion(
                selection.getVersion(),
                selection.getChannelNames().size(),
                selection.getModel(),
                selection.getChannels().stream().map(SelectedChannel::getIndex).toList(),
                selection.getProvenance().getChampionVersion(),
                selection.getProvenance().getRepublishedVersion(),
                List.copyOf(selection.getProvenance().getFaultyChannels()),
                List.copyOf(selection.getProvenance().getChangedChannels()),
                selection.getProvenance().getValidationRows(),
                selection.getProvenance().getFrom());
    }
}
