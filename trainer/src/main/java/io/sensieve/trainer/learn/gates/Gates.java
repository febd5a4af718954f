package io.sensieve.trainer.learn.gates;

import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Positions mu of the gates of STG (Yamada et al., 2020, section 4). The gate of channel d is clamp(mu_d + sigma e, 0,
 * 1) with e standard normal, and open with probability Phi(mu_d / sigma).
 *
 * <p>Each step solves for the weight lambda of the regulariser sum_d Phi(mu_d / sigma) at which the expected number of
 * open gates, linearised, reaches a target. Steps follow a running mean of the gradient, divided by one running scale
 * for all gates, so that the gates stay comparable.
 */
final class Gates {
    static final float SIGMA = 0.5f;
    static final float START = 0.5f;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double LEAST_SCORE = 1e-6;
    private static final double MEAN_DECAY = 0.9;
    private static final double SCALE_DECAY = 0.999;
    private static final double LONGEST_STEP = 0.1;

    private final int[] channels;
    private final float[] mu;
    private final double[] mean;
    private double square;
    private int steps;

    /**
     * Creates gates that are all half open.
     *
     * @param channels channels with a gate
     * @param channelCount D
     */
    Gates(int[] channels, int channelCount) {
        this.channels = channels;
        this.mu = new float[channelCount];
        this.mean = new double[channelCount];
        Arrays.fill(mu, START);
    }

    /** The candidates with the largest gates, as many as the search has to find. */
    static int[] largest(float[] mu, Candidates candidates) {
        return IntStream.of(candidates.allowedIndices())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -mu[c]).thenComparing(c -> c))
                .limit(candidates.open())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A channel's score is the probability that its gate is open; 1 where it is required. */
    static ChannelScores scores(float[] mu, Candidates candidates) {
        double[] spares = new double[mu.length];
        for (int c : candidates.allowedIndices()) {
            spares[c] = Math.max(LEAST_SCORE, probability(mu[c]));
        }
        double[] selected = spares.clone();
        for (int c : candidates.required()) {
            selected[c] = 1;
        }
        return new ChannelScores(selected, spares);
    }

    /** Probability of an open gate at that position. */
    static double probability(float mu) {
        return NORMAL.cumulativeProbability(mu / SIGMA);
    }

    /** mu of all D channels; {@link #START} for a channel without a gate. */
    float[] mu() {
        return mu.clone();
    }

    /** Expected number of open gates. */
    double expectedOpen() {
        return IntStream.of(channels).mapToDouble(c -> probability(mu[c])).sum();
    }

    /**
     * Takes a step.
     *
     * @param gradient of the loss by mu, D
     * @param rate step length of a gate with a gradient of usual size
     * @param target expected number of open gates after the step
     */
    void step(float[] gradient, double rate, double target) {
        steps++;
        double sum = 0;
        for (int c : channels) {
            sum += (double) gradient[c] * gradient[c];
            mean[c] = MEAN_DECAY * mean[c] + (1 - MEAN_DECAY) * gradient[c];
        }
        square = SCALE_DECAY * square + (1 - SCALE_DECAY) * sum / channels.length;
        double scale = Math.sqrt(square / (1 - Math.pow(SCALE_DECAY, steps)));
        if (scale > 0) {
            double step = rate / scale / (1 - Math.pow(MEAN_DECAY, steps));
            for (int c : channels) {
                mu[c] -= (float) limited(step * mean[c]);
            }
        }
        shut(target);
    }

    /** Steps along the regulariser until, to first order, {@code target} gates are open. */
    private void shut(double target) {
        double slope = 0;
        for (int c : channels) {
            double density = NORMAL.density(mu[c] / SIGMA);
            slope += density * density / SIGMA;
        }
        double lambda = (expectedOpen() - target) / Math.max(slope, 1e-9);
        for (int c : channels) {
            mu[c] -= (float) limited(lambda * NORMAL.density(mu[c] / SIGMA));
        }
    }

    private static double limited(double step) {
        return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
    }
}
