package sensieve.trainer.learn;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Channels drawn at random, each as likely as any other. */
final class RandomChannels {
    private RandomChannels() {}

    static Training.Found find(
            Training training,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings) {
        int[] channels = candidates.allowedIndices();
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int i = 0; i < candidates.open(); i++) {
            int j = random.nextInt(i, channels.length);
            int kept = channels[i];
            channels[i] = channels[j];
            channels[j] = kept;
        }
        double[] scores = new double[data.channelCount()];
        Arrays.fill(scores, (double) candidates.open() / Math.max(1, channels.length));
        return training.decodeOnly(Arrays.copyOf(channels, candidates.open()), new Scores(scores, scores));
    }
}
