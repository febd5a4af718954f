package sensieve.streams.drift;

/**
 * A channel's distribution as its bins tell it: every value of a bin is taken for the bin's middle; the two open bins
 * at the ends are as wide as their neighbours.
 */
final class Histogram {
    private static final int QUANTILES = 40;

    private final double[] middles;
    private final double[] cumulative;

    /**
     * A histogram.
     *
     * @param edges ascending inner edges
     * @param weights one for each bin; further ones, of missing values, are left out
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

    double median() {
        return quantile(0.5);
    }

    /** Root mean squared distance of equal quantiles (the 2-Wasserstein distance), in the channel's unit. */
    double distance(Histogram other) {
        double sum = 0;
        for (int i = 0; i < QUANTILES; i++) {
            double share = (i + 0.5) / QUANTILES;
            double difference = quantile(share) - other.quantile(share);
            sum += difference * difference;
        }
        return Math.sqrt(sum / QUANTILES);
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
