package io.sensieve.streams.drift.attribution;

/**
 * Distribution of a channel from the counts of its bins. A value counts as the middle of its bin; the two open bins at
 * the ends count as wide as their neighbours.
 */
final class Histogram {
    private static final int QUANTILES = 40;

    private final double[] middles;
    private final double[] cumulative;

    /**
     * Creates a histogram.
     *
     * @param edges ascending inner edges
     * @param weights weight of each bin; further weights, of missing values, are ignored
     */
    Histogram(float[] edges, double[] weights) {
        int bins = edges.length + 1;
        middles = new double[bins];
        cumulative = new double[bins];
        double sum = 0;
        for (int i = 0; i < bins; i++) {
            middles[i] = middle(edges, i);
            sum += weights[i];
            cumulative[i] = sum;
        }
    }

    private static double middle(float[] edges, int bin) {
        int last = edges.length - 1;
        if (last < 0) {
            return 0;
        }
        if (bin == 0) {
            return edges[0] - (last == 0 ? 0 : (edges[1] - edges[0]) / 2.0);
        }
        if (bin > last) {
            return edges[last] + (last == 0 ? 0 : (edges[last] - edges[last - 1]) / 2.0);
        }
        return (edges[bin - 1] + edges[bin]) / 2.0;
    }

    /** Median, in the channel's unit. */
    double median() {
        return quantile(0.5);
    }

    /** Root mean squared distance of the quantiles from {@code value}. */
    double distance(double value) {
        double sum = 0;
        for (int i = 0; i < QUANTILES; i++) {
            double difference = quantile((i + 0.5) / QUANTILES) - value;
            sum += difference * difference;
        }
        return Math.sqrt(sum / QUANTILES);
    }

    /** Mean of the quantiles, in the channel's unit. */
    double mean() {
        double sum = 0;
        for (int i = 0; i < QUANTILES; i++) {
            sum += quantile((i + 0.5) / QUANTILES);
        }
        return sum / QUANTILES;
    }

    private double quantile(double share) {
        double target = share * cumulative[cumulative.length - 1];
        for (int i = 0; i < cumulative.length; i++) {
            if (cumulative[i] >= target) {
                return middles[i];
            }
        }
        return middles[middles.length - 1];
    }
}
