package io.sensieve.trainer.learn.linear;

import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Selects channels at random, each with the same probability. */
public final class RandomChannels implements ChannelSearch {
    @Override
    public SearchResult search(TrainingSession training) {
        Candidates candidates = training.candidates();
        int[] channels = candidates.allowedIndices();
        SplittableRandom random = new SplittableRandom(training.settings().seed());
        for (int i = 0; i < candidates.open(); i++) {
            int j = random.nextInt(i, channels.length);
            int swapped = channels[i];
            channels[i] = channels[j];
            channels[j] = swapped;
        }
        double[] scores = new double[training.channelCount()];
        Arrays.fill(scores, (double) candidates.open() / Math.max(1, channels.length));
        return training.trainDecoder(Arrays.copyOf(channels, candidates.open()), new ChannelScores(scores, scores));
    }

    @Override
    public boolean trainsNetwork() {
        return false;
    }
}
