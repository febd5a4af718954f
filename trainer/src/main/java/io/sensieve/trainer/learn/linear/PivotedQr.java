package io.sensieve.trainer.learn.linear;

import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Training;
import java.util.Arrays;

/**
 * Column-pivoted QR of the train rows, scaled and centred: takes the channel with the most variance that the channels
 * taken before do not tell linearly, and again, K times (modified Gram-Schmidt). A missing value is the channel's mean.
 * A channel's score is the share of its variance that was untold when it was taken, a spare's the share that still is.
 */
public final class PivotedQr {
    private final float[][] columns;
    private final double[] variance;
    private final double[] untold;
    private final boolean[] open;

    private PivotedQr(TrainingData data, ChannelStatistics statistics, Candidates candidates) {
        int channels = data.channelCount();
        columns = new float[channels][data.train().length];
        variance = new double[channels];
        for (int c = 0; c < channels; c++) {
            float mean = statistics.scale(c, statistics.trainMean()[c]);
            for (int r = 0; r < columns[c].length; r++) {
                float value = statistics.scale(c, data.train()[r][c]) - mean;
                columns[c][r] = Float.isNaN(value) ? 0 : value;
            }
            variance[c] = dot(columns[c], columns[c]);
        }
        untold = variance.clone();
        open = candidates.allowed().clone();
    }

    public static Training.Found find(
            Training training,
            TrainingData data,
            ChannelStatistics statistics,
            Candidates candidates,
            TrainSettings settings) {
        PivotedQr qr = new PivotedQr(data, statistics, candidates);
        double[] scores = new double[data.channelCount()];
        for (int channel : candidates.required()) {
            qr.take(channel);
            scores[channel] = 1;
        }
        int[] chosen = new int[candidates.open()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = qr.mostUntold();
            scores[chosen[i]] = qr.share(chosen[i]);
            qr.take(chosen[i]);
        }
        double[] spares = new double[scores.length];
        Arrays.setAll(spares, qr::share);
        return training.decodeOnly(chosen, new ChannelScores(scores, spares));
    }

    private int mostUntold() {
        int most = -1;
        for (int c = 0; c < untold.length; c++) {
            if (open[c] && (most < 0 || untold[c] > untold[most])) {
                most = c;
            }
        }
        return most;
    }

    private double share(int channel) {
        return variance[channel] > 0 ? Math.max(0, untold[channel] / variance[channel]) : 0;
    }

    /** Takes what {@code channel} tells out of all others. */
    private void take(int channel) {
        open[channel] = false;
        float[] taken = columns[channel].clone();
        double square = dot(taken, taken);
        untold[channel] = 0;
        if (square <= Float.MIN_NORMAL) {
            return;
        }
        for (int c = 0; c < columns.length; c++) {
            if (c != channel) {
                float factor = (float) (dot(columns[c], taken) / square);
                float[] column = columns[c];
                for (int r = 0; r < column.length; r++) {
                    column[r] -= factor * taken[r];
                }
                untold[c] = dot(column, column);
            }
        }
        Arrays.fill(columns[channel], 0);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
