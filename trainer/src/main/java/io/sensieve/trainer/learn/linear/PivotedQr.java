package io.sensieve.trainer.learn.linear;

import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Searches by column-pivoted QR of the scaled, centred train rows: selects the channel with the largest residual
 * variance after regression on the channels selected before, K times (modified Gram-Schmidt). A regression uses the
 * rows that measure both channels; elsewhere it changes nothing, so a channel that is often missing explains less. The
 * score of a selected channel is the share of its variance that was residual when it was selected; the score of a spare
 * is the share that is residual at the end.
 */
public final class PivotedQr implements ChannelSearch {
    @Override
    public SearchResult search(TrainingSession training) {
        Candidates candidates = training.candidates();
        Residuals residuals = new Residuals(training.data(), training.statistics(), candidates);
        double[] scores = new double[training.channelCount()];
        for (int channel : candidates.required()) {
            residuals.select(channel);
            scores[channel] = 1;
        }
        int[] selected = new int[candidates.open()];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = residuals.largest();
            scores[selected[i]] = residuals.share(selected[i]);
            residuals.select(selected[i]);
        }
        double[] spares = new double[scores.length];
        Arrays.setAll(spares, residuals::share);
        return training.trainDecoder(selected, new ChannelScores(scores, spares));
    }

    @Override
    public boolean trainsNetwork() {
        return false;
    }

    /** Residuals of all channels after regression on the selected ones. */
    private static final class Residuals {
        private final float[][] columns;
        /** For each channel the rows without a value. */
        private final int[][] missing;

        private final double[] variance;
        private final double[] residual;
        private final boolean[] open;

        Residuals(TrainingData data, ChannelStatistics statistics, Candidates candidates) {
            int channels = data.channelCount();
            columns = new float[channels][data.train().length];
            missing = new int[channels][];
            variance = new double[channels];
            for (int c = 0; c < channels; c++) {
                float mean = statistics.scale(c, statistics.trainMean()[c]);
                for (int r = 0; r < columns[c].length; r++) {
                    float value = statistics.scale(c, data.train()[r][c]) - mean;
                    columns[c][r] = Float.isNaN(value) ? 0 : value;
                }
                int channel = c;
                missing[c] = IntStream.range(0, columns[c].length)
                        .filter(r -> Float.isNaN(data.train()[r][channel]))
                        .toArray();
                variance[c] = dot(columns[c], columns[c]);
            }
            residual = variance.clone();
            open = candidates.allowed().clone();
        }

        /** The candidate with the largest residual variance. */
        int largest() {
            int largest = -1;
            for (int c = 0; c < residual.length; c++) {
                if (open[c] && (largest < 0 || residual[c] > residual[largest])) {
                    largest = c;
                }
            }
            return largest;
        }

        /** Share of a channel's variance that is residual. */
        double share(int channel) {
            return variance[channel] > 0 ? Math.max(0, residual[channel] / variance[channel]) : 0;
        }

        /** Regresses all other channels on {@code channel}. */
        void select(int channel) {
            open[channel] = false;
            float[] pivot = columns[channel].clone();
            double square = dot(pivot, pivot);
            residual[channel] = 0;
            if (square <= Float.MIN_NORMAL) {
                return;
            }
            for (int c = 0; c < columns.length; c++) {
                double common = c == channel ? 0 : square - squares(pivot, missing[c]);
                if (common > Float.MIN_NORMAL) {
                    float factor = (float) (dot(columns[c], pivot) / common);
                    float[] column = columns[c];
                    for (int r = 0; r < column.length; r++) {
                        column[r] -= factor * pivot[r];
                    }
                    for (int r : missing[c]) {
                        column[r] = 0;
                    }
                    residual[c] = dot(column, column);
                }
            }
            Arrays.fill(columns[channel], 0);
        }

        private static double squares(float[] values, int[] rows) {
            double sum = 0;
            for (int r : rows) {
                sum += (double) values[r] * values[r];
            }
            return sum;
        }

        private static double dot(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (double) a[i] * b[i];
            }
            return sum;
        }
    }
}
