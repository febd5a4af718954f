package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.trainer.publish.KeptVersions;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.WindowSample;
import java.util.List;

/**
 * A training order with its data.
 *
 * @param sample rows of the window
 * @param channels the D channels; the role of a faulty channel is EXCLUDED
 * @param faulty indices of channels whose sensors are dead or stuck, ascending
 * @param championVersion active version at the start of the training; 0 for none
 * @param kept versions of the layout, that one among them
 */
public record TrainingJob(
        TrainingOrder order,
        WindowSample sample,
        List<Channel> channels,
        List<Integer> faulty,
        int championVersion,
        KeptVersions kept) {
    public TrainingJob {
        channels = List.copyOf(channels);
        faulty = List.copyOf(faulty);
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
