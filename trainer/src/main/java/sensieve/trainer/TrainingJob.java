package sensieve.trainer;

import java.util.List;
import sensieve.Channel;
import sensieve.trainer.window.WindowSample;

/**
 * An order with all that its training needs.
 *
 * @param sample the window's rows; the newest are held out
 * @param channels the D channels; the role of a faulty one is EXCLUDED
 * @param faulty channels whose sensors are dead or stuck, ascending
 * @param championVersion what is in force at the start; 0 for nothing
 * @param champion its model
 */
record TrainingJob(
        TrainingOrder order,
        WindowSample sample,
        List<Channel> channels,
        List<Integer> faulty,
        int championVersion,
        Champion champion) {
    TrainingJob {
        channels = List.copyOf(channels);
        faulty = List.copyOf(faulty);
    }

    String layout() {
        return order.layout();
    }

    Cause cause() {
        return order.cause();
    }
}
