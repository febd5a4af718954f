package io.sensieve.benchmarks.common;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.data.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Many channels that a few hidden factors drive, with noise; the same seed makes the same rows. */
public final class WideWindow {
    private static final int FACTORS = 300;
    private static final int OF_EACH_CHANNEL = 6;
    private static final float NOISE = 0.1f;
    private static final double TRAIN_SHARE = 0.8;
    private static final long SEED = 42;

    private WideWindow() {}

    /** Four fifths of the rows to learn from, the rest held out. */
    public static TrainingData of(int rows, int channels) {
        Random random = new Random(SEED);
        int[][] factor = new int[channels][OF_EACH_CHANNEL];
        float[][] weight = new float[channels][OF_EACH_CHANNEL];
        List<Channel> names = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            names.add(new Channel("c" + c, "", 1.0, ChannelRole.CANDIDATE));
            for (int i = 0; i < OF_EACH_CHANNEL; i++) {
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
                for (int i = 0; i < OF_EACH_CHANNEL; i++) {
                    sum += weight[c][i] * hidden[factor[c][i]];
                }
                row[c] = sum;
            }
        }
        int cut = (int) (rows * TRAIN_SHARE);
        return new TrainingData(Arrays.copyOfRange(values, 0, cut), Arrays.copyOfRange(values, cut, rows), names);
    }
}
