package io.sensieve.streams.drift.attribution;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs of the decoder moved where their distributions do not tell: a channel that is mirrored about its mean,
 * or shuffled, takes the values that it took, and that of a rescaled one may be known of too few records. It shows in
 * the errors of the channels that are rebuilt from it. Greedy: of all inputs the one is taken that explains most of
 * what is left of the excess squared errors, less what it would have brought to channels that show none, as long as
 * that is {@value #GAIN_MIN} of the whole. One that explains hardly more than a single channel's error is no simpler an
 * explanation than that channel itself, and is not taken.
 */
final class InputAttribution {
    /** Mean squared motion in variances: half shuffled, shuffled, mirrored or doubled, rescaled or shifted by more. */
    private static final double[] MOTIONS = {0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256};

    private static final double PENALTY = 2;
    private static final double GAIN_MIN = 0.01;
    private static final double OF_ONE_MAX = 0.5;

    private final int[] channels;
    private final double[][] responses;
    private final double[] left;
    private final double[] explained;

    private record Motion(int position, double variances, double gain, double explained) {}

    /**
     * Attributes.
     *
     * @param channels the K chosen ones
     * @param responses for each of them what becomes of all D channels when it moves by one standard deviation, scaled;
     *     empty where it is not to be taken
     * @param excess of each of the D channels: scaled squared error above the reference's, at least 0
     */
    InputAttribution(int[] channels, double[][] responses, double[] excess) {
        this.channels = channels;
        this.responses = responses;
        this.left = excess.clone();
        this.explained = new double[channels.length];
        double least = GAIN_MIN * Arrays.stream(excess).sum();
        for (Motion motion = best(); motion != null && motion.gain() >= least; motion = best()) {
            explained[motion.position()] = motion.explained();
            for (int i = 0; i < left.length; i++) {
                left[i] = Math.max(0, left[i] - brought(motion.position(), i, motion.variances()));
            }
        }
    }

    private @Nullable Motion best() {
        Motion best = null;
        for (int position = 0; position < channels.length; position++) {
            if (responses[position].length == 0 || explained[position] > 0) {
                continue;
            }
            for (double variances : MOTIONS) {
                Motion motion = motion(position, variances);
                if (motion.gain() > (best == null ? 0 : best.gain())) {
                    best = motion;
                }
            }
        }
        return best;
    }

    private Motion motion(int position, double variances) {
        double sum = 0;
        double largest = 0;
        double wrong = 0;
        for (int i = 0; i < left.length; i++) {
            double brought = brought(position, i, variances);
            double right = Math.min(left[i], brought);
            sum += right;
            largest = Math.max(largest, right);
            wrong += brought - right;
        }
        return new Motion(position, variances, largest > OF_ONE_MAX * sum ? 0 : sum - PENALTY * wrong, sum);
    }

    /** The squared error that an input's motion brings to a channel; none to itself, whose own value it tells. */
    private double brought(int position, int channel, double variances) {
        double response = channel == channels[position] ? 0 : responses[position][channel];
        return variances * response * response;
    }

    /** The excess of each of the D channels that no moved input accounts for. */
    double[] left() {
        return left.clone();
    }

    /** The sum of the excesses of other channels that each of the K inputs accounts for; 0 where it has not moved. */
    double[] explained() {
        return explained.clone();
    }
}
