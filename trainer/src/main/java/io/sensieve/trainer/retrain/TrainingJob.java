package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.trainer.publish.KeptVersions;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.WindowSample;
import java.util.List;
import java.util.TreeSet;

/**
 * A training order with its data.
 *
 * @param sample rows of the window
 * @param channels the D channels; the role of a faulty channel is EXCLUDED
 * @param faulty indices of channels whose sensors are dead or stuck, ascending
 * @param changedLately channels that changed by themselves when the active version's regime began, if that regime has
 *     not filled a window yet; ascending
 * @param championVersion active version at the start of the training; 0 for none
 * @param kept versions of the layout, that one among them
 */
public record TrainingJob(
        TrainingOrder order,
        WindowSample sample,
        List<Channel> channels,
        List<Integer> faulty,
        List<Integer> changedLately,
        int championVersion,
        KeptVersions kept) {
    public TrainingJob {
        channels = List.copyOf(channels);
        faulty = List.copyOf(faulty);
        changedLately = List.copyOf(changedLately);
    }

    /** Returns the job with further channels that count as faulty. */
    TrainingJob withFaulty(List<Integer> further) {
        TreeSet<Integer> all = new TreeSet<>(faulty);
        all.addAll(further);
        return new TrainingJob(
                order,
                sample,
                FaultyChannels.exclude(channels, further),
                List.copyOf(all),
                changedLately,
                championVersion,
                kept);
    }

    /** Returns the name of the layout. */
    public String layout() {
        return order.layout();
    }

    /** Returns the cause of the training. */
    public RetrainCause cause() {
        return order.cause();
    }
}
