package io.sensieve.streams.drift.error;

import io.sensieve.ErrorSummary;
import io.sensieve.FaultySensor;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;

/**
 * Errors of a window against those of the validation rows of its selection.
 *
 * @param errorMean mean normalised error; NaN if nothing was measured
 * @param errorRatio errorMean over the validation mean
 * @param errorScore (errorMean - validation mean) / validation standard deviation
 * @param channelErrorRatios root mean squared error of each of the D channels over that of the validation rows; 0 if
 *     nothing was measured or the sensor is faulty
 */
public record WindowStatistics(double errorMean, double errorRatio, double errorScore, double[] channelErrorRatios) {
    /** Smallest divisor of a ratio. */
    public static final double TINY = 1e-9;

    /** Smallest expected error of a channel as a share of the mean error, so that negligible errors do not count. */
    private static final double ERROR_FLOOR = 0.05;

    /** Computes the statistics of a window. */
    public static WindowStatistics of(DriftPartial sums, LoadedSelection loaded, List<FaultySensor> faulty) {
        ErrorSummary validation = loaded.selection().getValidation();
        double mean = sums.getErrorRecords() == 0 ? Double.NaN : sums.getErrorSum() / sums.getErrorRecords();
        boolean[] isFaulty = new boolean[loaded.channelCount()];
        faulty.forEach(sensor -> isFaulty[sensor.getIndex()] = true);
        return new WindowStatistics(
                mean,
                mean / Math.max(validation.getMean(), TINY),
                (mean - validation.getMean()) / Math.max(validation.getSd(), TINY),
                errorRatios(sums, loaded.selection().getReference().getChannelError(), isFaulty));
    }

    private static double[] errorRatios(DriftPartial sums, List<Float> expected, boolean[] isFaulty) {
        double mean =
                expected.stream().mapToDouble(Float::doubleValue).average().orElse(0);
        double floor = Math.max(TINY, ERROR_FLOOR * mean);
        double[] ratios = new double[expected.size()];
        for (int i = 0; i < ratios.length; i++) {
            long measured = sums.getMeasuredCounts().get(i);
            if (measured > 0 && !isFaulty[i]) {
                ratios[i] = Math.sqrt(sums.getSquaredErrors().get(i) / measured) / Math.max(expected.get(i), floor);
            }
        }
        return ratios;
    }
}
