package io.sensieve.trainer.learn.lassonet;

import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Records the largest lambda at which each channel remained. It ranks channels by this lambda, and channels with the
 * same lambda by the norm of their skip weights there. The score of a channel is its lambda as a share of the largest.
 */
final class LassoPath {
    private static final double LEAST_SCORE = 1e-6;

    private final Candidates candidates;
    private final double[] lambda;
    private final float[] length;

    LassoPath(Candidates candidates, int channels) {
        this.candidates = candidates;
        this.lambda = new double[channels];
        this.length = new float[channels];
    }

    /** Counts the candidates that remain; {@code lengths} is 0 for a removed channel. */
    int left(float[] lengths) {
        return (int) IntStream.of(candidates.allowedIndices())
                .filter(c -> lengths[c] > 0)
                .count();
    }

    /** Records the channels that remain at {@code weight}, which is larger than at any call before. */
    void passed(double weight, float[] lengths) {
        for (int c : candidates.allowedIndices()) {
            if (lengths[c] > 0) {
                lambda[c] = weight;
                length[c] = lengths[c];
            }
        }
    }

    /** The candidates that remain longest, as many as the search has to find. */
    int[] last() {
        return IntStream.of(candidates.allowedIndices())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -lambda[c])
                        .thenComparingDouble(c -> -length[c])
                        .thenComparing(c -> c))
                .limit(candidates.open())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    ChannelScores scores() {
        double most = Arrays.stream(lambda).max().orElse(0);
        double[] scores = new double[lambda.length];
        for (int c : candidates.allowedIndices()) {
            scores[c] = most > 0 ? Math.max(LEAST_SCORE, lambda[c] / most) : 1;
        }
        double[] selected = scores.clone();
        for (int c : candidates.required()) {
            selected[c] = 1;
        }
        return new ChannelScores(selected, scores);
    }
}
