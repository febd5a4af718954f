package io.sensieve.trainer.learn.linear;

import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Training;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Channels drawn at random, each as likely as any other. */
public final class RandomChannels {
    private RandomChannels() {}

    public static Training.Found find(
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
        return training.decodeOnly(Arrays.copyOf(channels, candidates.open()), new ChannelScores(scores, scores));
    }
}
