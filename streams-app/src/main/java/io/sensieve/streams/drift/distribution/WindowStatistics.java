package io.sensieve.streams.drift.distribution;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorQuantiles;
import io.sensieve.ErrorSummary;
import io.sensieve.FaultySensor;
import io.sensieve.ReferenceProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a window's sums say beside the validation rows of its selection.
 *
 * @param errorMean mean normalised error; NaN where nothing was measured
 * @param errorRatio errorMean over the validation mean
 * @param errorScore (errorMean - validation mean) / validation standard deviation
 * @param errorQuantiles null where they are not known of every record
 * @param shifts one for each chosen channel
 * @param missingShare share of missing values among the chosen channels
 * @param channelErrors root mean squared error of each of the D channels over that of the validation rows; 0 where
 *     nothing was measured, or the sensor is at fault
 */
public record WindowStatistics(
        double errorMean,
        double errorRatio,
        double errorScore,
        @Nullable ErrorQuantiles errorQuantiles,
        List<ChannelShift> shifts,
        double missingShare,
        double[] channelErrors) {
    /** What a validation figure counts as at least, where it is divided by. */
    public static final double TINY = 1e-9;

    /** A channel that was rebuilt all but perfectly must not be blamed for a trifle: share of the mean error. */
    private static final double ERROR_FLOOR = 0.05;

    public static WindowStatistics of(DriftPartial sums, LoadedSelection loaded, List<FaultySensor> faulty) {
        return of(sums, loaded, faulty, sums);
    }

    /**
     * Statistics of a window.
     *
     * @param longer sums of a longer period, from which the effective sample size is estimated
     */
    public static WindowStatistics of(
            DriftPartial sums, LoadedSelection loaded, List<FaultySensor> faulty, DriftPartial longer) {
        ErrorSummary validation = loaded.selection().getValidation();
        double mean = sums.getErrorRecords() == 0 ? Double.NaN : sums.getErrorSum() / sums.getErrorRecords();
        boolean[] atFault = new boolean[loaded.channelCount()];
        faulty.forEach(sensor -> atFault[sensor.getIndex()] = true);
        List<ChannelShift> shifts = new ArrayList<>();
        ReferenceProfile reference = loaded.selection().getReference();
        int profiles = reference.getChannels().size();
        long missing = 0;
        int from = 0;
        for (ChannelProfile profile : reference.getChannels()) {
            int to = from + profile.getExpected().size();
            List<Long> counts = sums.getBins().subList(from, to);
            boolean ofFaulty = atFault[loaded.model().channels()[shifts.size()]];
            double inflation = Math.max(
                    EffectiveSampleSize.inflation(sums, shifts.size(), profiles),
                    EffectiveSampleSize.inflation(longer, shifts.size(), profiles));
            shifts.add(shift(counts, profile, reference.getRows(), inflation, ofFaulty));
            missing += counts.get(counts.size() - 1);
            from = to;
        }
        return new WindowStatistics(
                mean,
                mean / Math.max(validation.getMean(), TINY),
                (mean - validation.getMean()) / Math.max(validation.getSd(), TINY),
                ErrorSketch.of(sums).quantiles(validation),
                List.copyOf(shifts),
                (double) missing / Math.max(1, sums.getRecords() * shifts.size()),
                channelErrors(sums, reference.getChannelError(), atFault));
    }

    /** @param inflation how many records, or rows of the reference, are worth one */
    private static ChannelShift shift(
            List<Long> counts, ChannelProfile profile, long rows, double inflation, boolean faulty) {
        float[] edges = Floats.array(profile.getEdges());
        Histogram now = new Histogram(
                edges, counts.stream().mapToDouble(Long::doubleValue).toArray());
        Histogram before = new Histogram(
                edges,
                profile.getExpected().stream().mapToDouble(Float::doubleValue).toArray());
        double distance = now.shift(before, (double) rows, 1);
        return new ChannelShift(
                PopulationStabilityIndex.of(counts, profile.getExpected(), rows, inflation),
                distance,
                distance - now.shift(before, (double) rows, inflation),
                faulty);
    }

    public double psiMax() {
        return shifts.stream()
                .mapToDouble(shift -> shift.stability().value())
                .max()
                .orElse(0);
    }

    public double psiMean() {
        return shifts.stream()
                .mapToDouble(shift -> shift.stability().value())
                .average()
                .orElse(0);
    }

    public double wassersteinMax() {
        return shifts.stream().mapToDouble(ChannelShift::wasserstein).max().orElse(0);
    }

    public double wassersteinMean() {
        return shifts.stream().mapToDouble(ChannelShift::wasserstein).average().orElse(0);
    }

    /** Chosen channels whose sensors are not at fault. */
    public long trusted() {
        return shifts.stream().filter(shift -> !shift.faulty()).count();
    }

    /** For each chosen channel its index or distance over the threshold: at least 1 where it has moved. */
    public double[] scores(double psi, double wasserstein, double falseDiscoveries) {
        boolean[] significant = ChannelShift.significant(shifts, falseDiscoveries);
        double[] scores = new double[significant.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = significant[i] ? shifts.get(i).score(psi, wasserstein) : 0;
        }
        return scores;
    }

    private static double[] channelErrors(DriftPartial sums, List<Float> expected, boolean[] faulty) {
        double mean =
                expected.stream().mapToDouble(Float::doubleValue).average().orElse(0);
        double floor = Math.max(TINY, ERROR_FLOOR * mean);
        double[] ratios = new double[expected.size()];
        for (int i = 0; i < ratios.length; i++) {
            long measured = sums.getMeasured().get(i);
            if (measured > 0 && !faulty[i]) {
                ratios[i] = Math.sqrt(sums.getSquaredErrors().get(i) / measured) / Math.max(expected.get(i), floor);
            }
        }
        return ratios;
    }
}
