package io.sensieve.trainer.learn.data;

import io.sensieve.model.MissingInputs;

/**
 * Means and covariances of the inputs of a decoder over the train rows, each over the rows that measure the values.
 *
 * @param mean scaled mean of each of K channels
 * @param covariance K x K, row-major, of the scaled channels
 */
public record InputMoments(float[] mean, float[] covariance) {

    /** Bound on the multiply-adds of the covariances, which are those of evenly spread rows if all take more. */
    private static final double MOST_WORK = 1e9;

    /** Computes the moments of some channels. */
    public static InputMoments of(TrainingData data, ChannelStatistics statistics, int[] channels) {
        int k = channels.length;
        float[] mean = new float[k];
        for (int i = 0; i < k; i++) {
            mean[i] = statistics.scale(channels[i], statistics.trainMean()[channels[i]]);
        }
        double[] sums = new double[k * k];
        int[] pairs = new int[k * k];
        double[] centred = new double[k];
        int[] measured = new int[k];
        float[][] rows = data.train();
        int step = (int) Math.max(1, (double) rows.length * k * k / MOST_WORK);
        for (int r = 0; r < rows.length; r += step) {
            float[] row = rows[r];
            int count = 0;
            for (int i = 0; i < k; i++) {
                if (!Float.isNaN(row[channels[i]])) {
                    centred[i] = (double) statistics.scale(channels[i], row[channels[i]]) - mean[i];
                    measured[count++] = i;
                }
            }
            for (int a = 0; a < count; a++) {
                int offset = measured[a] * k;
                for (int b = 0; b <= a; b++) {
                    sums[offset + measured[b]] += centred[measured[a]] * centred[measured[b]];
                    pairs[offset + measured[b]]++;
                }
            }
        }
        float[] covariance = new float[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * k + j] = (float) (sums[i * k + j] / Math.max(1, pairs[i * k + j]));
                covariance[j * k + i] = covariance[i * k + j];
            }
        }
        return new InputMoments(mean, covariance);
    }

    /** The estimate of missing inputs. */
    public MissingInputs missingInputs() {
        return new MissingInputs(mean, covariance);
    }
}
