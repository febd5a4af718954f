package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sensieve.ChannelProfile;
import sensieve.DriftPartial;
import sensieve.ErrorQuantiles;
import sensieve.ErrorSummary;
import sensieve.ReferenceProfile;
import sensieve.Selection;

/**
 * What a window's sums say beside the validation rows of its selection.
 *
 * @param errorMean mean normalised error; NaN where nothing was measured
 * @param errorRatio errorMean over the validation mean
 * @param errorScore (errorMean - validation mean) / validation standard deviation
 * @param stability one for each chosen channel
 * @param missingShare share of missing values among the chosen channels
 * @param errorQuantiles null where they are not known of every record
 * @param channelErrors root mean squared error of each of the D channels over that of the validation rows; 0 where
 *     nothing was measured
 */
record DriftFigures(
        double errorMean,
        double errorRatio,
        double errorScore,
        @Nullable ErrorQuantiles errorQuantiles,
        List<StabilityIndex> stability,
        double missingShare,
        double[] channelErrors) {
    /** What a validation figure counts as at least, where it is divided by. */
    static final double TINY = 1e-9;

    /** A channel that was rebuilt all but perfectly must not be blamed for a trifle: share of the mean error. */
    private static final double ERROR_FLOOR = 0.05;

    static DriftFigures of(DriftPartial sums, Selection selection) {
        ErrorSummary validation = selection.getValidation();
        double mean = sums.getErrorRecords() == 0 ? Double.NaN : sums.getErrorSum() / sums.getErrorRecords();
        List<StabilityIndex> stability = new ArrayList<>();
        ReferenceProfile reference = selection.getReference();
        long missing = 0;
        int from = 0;
        for (ChannelProfile profile : reference.getChannels()) {
            int to = from + profile.getExpected().size();
            List<Long> counts = sums.getBins().subList(from, to);
            stability.add(StabilityIndex.of(counts, profile.getExpected(), reference.getRows()));
            missing += counts.get(counts.size() - 1);
            from = to;
        }
        return new DriftFigures(
                mean,
                mean / Math.max(validation.getMean(), TINY),
                (mean - validation.getMean()) / Math.max(validation.getSd(), TINY),
                ErrorSketch.of(sums).quantiles(validation),
                List.copyOf(stability),
                (double) missing / Math.max(1, sums.getRecords() * stability.size()),
                channelErrors(sums, reference.getChannelError()));
    }

    double psiMax() {
        return stability.stream().mapToDouble(StabilityIndex::value).max().orElse(0);
    }

    double psiMean() {
        return stability.stream().mapToDouble(StabilityIndex::value).average().orElse(0);
    }

    /** Chosen channels whose index has reached {@code threshold}. */
    int moved(double threshold) {
        return (int)
                stability.stream().filter(index -> index.over(threshold) >= 1).count();
    }

    private static double[] channelErrors(DriftPartial sums, List<Float> expected) {
        double mean =
                expected.stream().mapToDouble(Float::doubleValue).average().orElse(0);
        double floor = Math.max(TINY, ERROR_FLOOR * mean);
        double[] ratios = new double[expected.size()];
        for (int i = 0; i < ratios.length; i++) {
            long measured = sums.getMeasured().get(i);
            if (measured > 0) {
                ratios[i] = Math.sqrt(sums.getSquaredErrors().get(i) / measured) / Math.max(expected.get(i), floor);
            }
        }
        return ratios;
    }
}
