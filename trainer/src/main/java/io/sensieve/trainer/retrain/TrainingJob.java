package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.trainer.publish.Champion;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.WindowSample;
import java.util.List;

/**
 * An order with all that its training needs.
 *
 * @param sample the window's rows; the newest are held out
 * @param channels the D channels; the role of a faulty one is EXCLUDED
 * @param faulty channels whose sensors are dead or stuck, ascending
 * @param championVersion what is in force at the start; 0 for nothing
 * @param champion its model
 */
public record TrainingJob(
        TrainingOrder order,
        WindowSample sample,
        List<Channel> channels,
        List<Integer> faulty,
        int championVersion,
        Champion champion) {
    public TrainingJob {
        channels = List.copyOf(channels);
        faulty = List.copyOf(faulty);
    }

    public String layout() {
        return order.layout();
    }

    public RetrainCause cause() {
        return order.cause();
    }
}
