package io.sensieve.trainer.learn.concrete;

import io.sensieve.trainer.learn.data.ChannelScores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * log alpha of the concrete layer, copied from the engine.
 *
 * @param rows number of rows, one for each channel to select
 * @param channels D
 * @param values rows x D, row-major
 */
record Logits(int rows, int channels, float[] values) {

    /** For each row the channel of its largest logit; channels can repeat. */
    int[] argMax() {
        boolean[] all = new boolean[channels];
        Arrays.fill(all, true);
        return IntStream.range(0, rows).map(row -> best(row, all)).toArray();
    }

    /**
     * Assigns distinct channels to the rows: the row with the largest probability comes first, and a row whose channel
     * is taken gets its next best.
     *
     * @param allowed D flags: channels that a row can select, at least as many as rows
     */
    int[] distinct(boolean[] allowed) {
        int[] first = argMax();
        boolean[] free = allowed.clone();
        int[] selected = new int[rows];
        IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -probability(row, first[row])))
                .forEach(row -> {
                    selected[row] = best(row, free);
                    free[selected[row]] = false;
                });
        return selected;
    }

    /** Softmax of a row at a channel. */
    double probability(int row, int channel) {
        int start = row * channels;
        double top = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < channels; c++) {
            top = Math.max(top, values[start + c]);
        }
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += Math.exp(values[start + c] - top);
        }
        return Math.exp(values[start + channel] - top) / sum;
    }

    /** For each channel the largest probability that any row gives it. */
    double[] bestProbabilities() {
        double[] best = new double[channels];
        for (int row = 0; row < rows; row++) {
            int start = row * channels;
            int top = start;
            for (int c = 1; c < channels; c++) {
                top = values[start + c] > values[top] ? start + c : top;
            }
            double scale = probability(row, top - start);
            for (int c = 0; c < channels; c++) {
                best[c] = Math.max(best[c], scale * Math.exp(values[start + c] - values[top]));
            }
        }
        return best;
    }

    /**
     * Scores of the channels: the probability that the row of a selected channel gives it, 1 for a required channel,
     * and for spares the largest probability in any row.
     *
     * @param selected the channel of each row
     * @param required channels that are selected without a row
     */
    ChannelScores scores(int[] selected, int[] required) {
        double[] ofSelected = new double[channels];
        for (int row = 0; row < selected.length; row++) {
            ofSelected[selected[row]] = probability(row, selected[row]);
        }
        for (int channel : required) {
            ofSelected[channel] = 1;
        }
        return new ChannelScores(ofSelected, bestProbabilities());
    }

    /** Share of distinct channels in percent, equation 4 of the paper. */
    static double uniquePercentage(int[] selected) {
        return 100.0 * Arrays.stream(selected).distinct().count() / selected.length;
    }

    private int best(int row, boolean[] among) {
        int best = -1;
        for (int c = 0; c < channels; c++) {
            if (among[c] && (best < 0 || values[row * channels + c] > values[row * channels + best])) {
                best = c;
            }
        }
        return best;
    }
}
