package io.sensieve.benchmarks.common;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.data.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Generates rows from a factor model: a few hidden factors and noise drive all channels. The seed is fixed. */
public final class FactorModelRows {
    private static final int FACTORS = 300;
    private static final int FACTORS_OF_CHANNEL = 6;
    private static final float NOISE = 0.1f;
    private static final double TRAIN_SHARE = 0.8;
    private static final long SEED = 42;

    private FactorModelRows() {}

    /** Generates rows of {@code channels} values; four fifths are training rows, the rest validation rows. */
    public static TrainingData of(int rows, int channels) {
        Random random = new Random(SEED);
        int[][] factor = new int[channels][FACTORS_OF_CHANNEL];
        float[][] weight = new float[channels][FACTORS_OF_CHANNEL];
        List<Channel> names = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            names.add(new Channel("c" + c, "", 1.0, ChannelRole.CANDIDATE));
            for (int i = 0; i < FACTORS_OF_CHANNEL; i++) {
                factor[c][i] = random.nextInt(FACTORS);
                weight[c][i] = (float) random.nextGaussian();
            }
        }
        float[][] values = new float[rows][channels];
        float[] hidden = new float[FACTORS];
        for (float[] row : values) {
            for (int f = 0; f < FACTORS; f++) {
                hidden[f] = (float) (random.nextGaussian() / (1 + f / 10.0));
            }
            for (int c = 0; c < channels; c++) {
                float sum = NOISE * (float) random.nextGaussian();
                for (int i = 0; i < FACTORS_OF_CHANNEL; i++) {
                    sum += weight[c][i] * hidden[factor[c][i]];
                }
                row[c] = sum;
            }
        }
        int cut = (int) (rows * TRAIN_SHARE);
        return new TrainingData(Arrays.copyOfRange(values, 0, cut), Arrays.copyOfRange(values, cut, rows), names);
    }
}
