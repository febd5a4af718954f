package io.sensieve.streams.drift.distribution;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.FaultySensor;
import io.sensieve.ReferenceProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Statistics of a window against the validation rows and the reference profile of its selection.
 *
 * @param errorMean mean normalised error; NaN if nothing was measured
 * @param errorRatio errorMean over the validation mean
 * @param errorScore (errorMean - validation mean) / validation standard deviation
 * @param shifts shift of each of the K selected channels
 * @param channelErrorRatios root mean squared error of each of the D channels over that of the validation rows; 0 if
 *     nothing was measured or the sensor is faulty
 */
public record WindowStatistics(
        double errorMean,
        double errorRatio,
        double errorScore,
        List<ChannelShift> shifts,
        double[] channelErrorRatios) {
    /** Smallest divisor of a ratio. */
    public static final double TINY = 1e-9;

    /** Smallest expected error of a channel as a share of the mean error, so that negligible errors do not count. */
    private static final double ERROR_FLOOR = 0.05;

    /** Computes the statistics of a window, and its effective sample size from the same records. */
    public static WindowStatistics of(DriftPartial sums, LoadedSelection loaded, List<FaultySensor> faulty) {
        return of(sums, loaded, faulty, sums);
    }

    /**
     * Computes the statistics of a window.
     *
     * @param longer sums of a longer period, from which the effective sample size is estimated, too
     */
    public static WindowStatistics of(
            DriftPartial sums, LoadedSelection loaded, List<FaultySensor> faulty, DriftPartial longer) {
        ErrorSummary validation = loaded.selection().getValidation();
        double mean = sums.getErrorRecords() == 0 ? Double.NaN : sums.getErrorSum() / sums.getErrorRecords();
        boolean[] isFaulty = new boolean[loaded.channelCount()];
        faulty.forEach(sensor -> isFaulty[sensor.getIndex()] = true);
        List<ChannelShift> shifts = new ArrayList<>();
        ReferenceProfile reference = loaded.selection().getReference();
        int selected = reference.getChannels().size();
        int from = 0;
        for (ChannelProfile profile : reference.getChannels()) {
            int to = from + profile.getExpected().size();
            int position = shifts.size();
            List<Long> counts = sums.getBinCounts().subList(from, to);
            double inflation = Math.max(
                    EffectiveSampleSize.inflation(sums, position, selected),
                    EffectiveSampleSize.inflation(longer, position, selected));
            shifts.add(shift(
                    counts,
                    profile,
                    reference.getRows(),
                    inflation,
                    isFaulty[loaded.model().channels()[position]]));
            from = to;
        }
        return new WindowStatistics(
                mean,
                mean / Math.max(validation.getMean(), TINY),
                (mean - validation.getMean()) / Math.max(validation.getSd(), TINY),
                List.copyOf(shifts),
                errorRatios(sums, reference.getChannelError(), isFaulty));
    }

    private static ChannelShift shift(
            List<Long> counts, ChannelProfile profile, long rows, double inflation, boolean faulty) {
        float[] edges = Floats.array(profile.getEdges());
        Histogram window = new Histogram(
                edges, counts.stream().mapToDouble(Long::doubleValue).toArray());
        Histogram reference = new Histogram(
                edges,
                profile.getExpected().stream().mapToDouble(Float::doubleValue).toArray());
        double distance = window.excessDistance(reference, (double) rows, 1);
        return new ChannelShift(
                PopulationStabilityIndex.of(counts, profile.getExpected(), rows, inflation),
                distance,
                distance - window.excessDistance(reference, (double) rows, inflation),
                faulty);
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

    /** Largest population stability index of the selected channels. */
    public double psiMax() {
        return of(shift -> shift.stability().value()).max().orElse(0);
    }

    /** Largest Wasserstein distance of the selected channels, in standard deviations of the reference. */
    public double wassersteinMax() {
        return of(ChannelShift::wasserstein).max().orElse(0);
    }

    private DoubleStream of(ToDoubleFunction<ChannelShift> figure) {
        return shifts.stream().mapToDouble(figure);
    }

    /** Number of selected channels whose sensors are not faulty. */
    public long trustedChannels() {
        return shifts.stream().filter(shift -> !shift.faulty()).count();
    }

    /**
     * For each selected channel the larger of the ratios of index and distance to their thresholds; 0 if the index is
     * not significant. A channel with at least 1 has shifted.
     *
     * @param falseDiscoveryRate largest expected share of false discoveries among the significant channels
     */
    public double[] scores(double psiThreshold, double wassersteinThreshold, double falseDiscoveryRate) {
        boolean[] significant = ChannelShift.significant(shifts, falseDiscoveryRate);
        double[] scores = new double[significant.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = significant[i] ? shifts.get(i).score(psiThreshold, wassersteinThreshold) : 0;
        }
        return scores;
    }

    /** Number of scores that reach their threshold, which is 1. */
    public static int countReached(double[] scores) {
        return (int) Arrays.stream(scores).filter(score -> score >= 1).count();
    }
}
