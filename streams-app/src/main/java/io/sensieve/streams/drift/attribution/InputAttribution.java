package io.sensieve.streams.drift.attribution;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attributes excess errors of reconstructed channels to inputs of the decoder: the errors of the channels that are
 * reconstructed from an input show that it has changed, even where it is mirrored about its mean, or shuffled.
 *
 * <p>The search is greedy. It takes the input with the largest gain: the excess squared errors that the input explains,
 * less a penalty for errors that it would cause in channels without any. It ends when the gain falls below
 * {@value #GAIN_MIN} of the total excess. It does not take an input that explains little more than the error of a
 * single channel, because a change of that channel is an equally simple explanation.
 */
final class InputAttribution {
    /**
     * Mean squared displacements of an input that the search tries, in variances of the input. For example, shuffling
     * displaces values by 2 variances and mirroring by 4; larger displacements are shifts and changes of scale.
     */
    private static final double[] DISPLACEMENTS = {0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256};

    private static final double PENALTY = 2;
    private static final double GAIN_MIN = 0.01;

    /** Largest share of the explained errors that may belong to a single channel. */
    private static final double SINGLE_CHANNEL_MAX = 0.5;

    private final int[] channels;
    private final double[][] responses;
    private final double[] unexplained;
    private final double[] explained;

    private record Candidate(int position, double variances, double gain, double explained) {}

    /**
     * Attributes the excess errors.
     *
     * @param channels the K selected channels
     * @param responses for each selected channel the change of all D outputs when it shifts by one standard deviation,
     *     scaled; empty for a channel that is not a candidate
     * @param excess for each of the D channels the scaled squared error above that of the reference, at least 0
     */
    InputAttribution(int[] channels, double[][] responses, double[] excess) {
        this.channels = channels;
        this.responses = responses;
        this.unexplained = excess.clone();
        this.explained = new double[channels.length];
        double gainMin = GAIN_MIN * Arrays.stream(excess).sum();
        for (Candidate best = best(); best != null && best.gain() >= gainMin; best = best()) {
            explained[best.position()] = best.explained();
            for (int i = 0; i < unexplained.length; i++) {
                unexplained[i] = Math.max(0, unexplained[i] - caused(best.position(), i, best.variances()));
            }
        }
    }

    private @Nullable Candidate best() {
        Candidate best = null;
        for (int position = 0; position < channels.length; position++) {
            if (responses[position].length == 0 || explained[position] > 0) {
                continue;
            }
            for (double variances : DISPLACEMENTS) {
                Candidate candidate = candidate(position, variances);
                if (candidate.gain() > (best == null ? 0 : best.gain())) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private Candidate candidate(int position, double variances) {
        double sum = 0;
        double largest = 0;
        double contradicted = 0;
        for (int i = 0; i < unexplained.length; i++) {
            double caused = caused(position, i, variances);
            double observed = Math.min(unexplained[i], caused);
            sum += observed;
            largest = Math.max(largest, observed);
            contradicted += caused - observed;
        }
        double gain = largest > SINGLE_CHANNEL_MAX * sum ? 0 : sum - PENALTY * contradicted;
        return new Candidate(position, variances, gain, sum);
    }

    /** Squared error that an input causes in a channel; 0 in the input's own channel. */
    private double caused(int position, int channel, double variances) {
        double response = channel == channels[position] ? 0 : responses[position][channel];
        return variances * response * response;
    }

    /** Excess squared error of each of the D channels that no input explains. */
    double[] unexplained() {
        return unexplained.clone();
    }

    /** Sum of the excess squared errors that each of the K inputs explains; 0 for an input without a change. */
    double[] explained() {
        return explained.clone();
    }
}
