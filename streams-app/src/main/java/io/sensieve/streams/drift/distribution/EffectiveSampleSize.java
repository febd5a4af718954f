package io.sensieve.streams.drift.distribution;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the effective sample size of autocorrelated records by batch means (A. Law, Simulation Modeling and
 * Analysis, chapter 9). The shares of a channel's bins vary more between batches of dependent records than between
 * batches of independent ones. Pearson's chi-squared statistic of two batches is B - 1 on average for independent
 * records, and its ratio to B - 1 is the number of records for each independent one.
 *
 * <p>The statistic compares adjacent batches, so that one change of the distribution counts once. Both batches are of
 * one task and thus of the same devices. Two batches make one of twice the length, up to half a window, because slow
 * dependence shows only in long batches.
 */
public final class EffectiveSampleSize {
    /** Smallest number of records in a batch; fewer are joined with the next batch. */
    private static final long BATCH_MIN = 32;

    /** Standard deviations above the mean of independent records from which dependence is assumed. */
    private static final double DEVIATIONS = 3;

    /**
     * Factor on the estimate, because bins differ in their dependence and some of it lasts longer than the longest
     * batch. Windows of a first-order autoregressive process with a time constant of a twelfth of a window vary up to
     * twice as much as their halves show.
     */
    private static final double MARGIN = 2;

    private final int[] firstBin;
    private final @Nullable Batch[] unpaired;
    private double[] statistics;
    private long[] degreesOfFreedom;
    private @Nullable Batch incomplete;

    private record Batch(long[] bins, long records) {
        Batch plus(Batch other) {
            long[] sum = bins.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.bins[i];
            }
            return new Batch(sum, records + other.records);
        }
    }

    /**
     * Creates an estimator without any records.
     *
     * @param firstBin first bin of each selected channel, then the number of bins, see {@link ReferenceBins#offsets}
     * @param scales number of batch lengths, each twice the one before
     */
    public EffectiveSampleSize(int[] firstBin, int scales) {
        this.firstBin = firstBin;
        unpaired = new Batch[scales];
        statistics = new double[scales * (firstBin.length - 1)];
        degreesOfFreedom = new long[statistics.length];
    }

    /**
     * Creates an estimator for the selected channels of a selection, without any records.
     *
     * @param shortest time of the shortest batch
     * @param window length of a window; the longest batch is at most half of it
     */
    public static EffectiveSampleSize of(LoadedSelection selection, Duration shortest, Duration window) {
        return new EffectiveSampleSize(ReferenceBins.offsets(selection), scales(shortest, window));
    }

    private static int scales(Duration shortest, Duration window) {
        Duration length = shortest;
        int scales = 1;
        while (length.multipliedBy(4).compareTo(window) <= 0) {
            length = length.multipliedBy(2);
            scales++;
        }
        return scales;
    }

    /**
     * Adds the next batch.
     *
     * @param bins records in each bin of each selected channel
     * @param records records of the batch
     */
    public void add(long[] bins, long records) {
        Batch next = new Batch(bins.clone(), records);
        incomplete = incomplete == null ? next : incomplete.plus(next);
        if (incomplete.records() >= BATCH_MIN) {
            Batch batch = incomplete;
            incomplete = null;
            add(0, batch);
        }
    }

    private void add(int scale, Batch batch) {
        Batch before = unpaired[scale];
        if (before == null) {
            unpaired[scale] = batch;
            return;
        }
        unpaired[scale] = null;
        int channels = firstBin.length - 1;
        for (int i = 0; i < channels; i++) {
            compare(before, batch, i, scale * channels + i);
        }
        if (scale + 1 < unpaired.length) {
            add(scale + 1, before.plus(batch));
        }
    }

    private void compare(Batch a, Batch b, int channel, int place) {
        double records = (double) a.records() + b.records();
        double statistic = 0;
        int bins = 0;
        for (int i = firstBin[channel]; i < firstBin[channel + 1]; i++) {
            double both = (double) a.bins()[i] + b.bins()[i];
            if (both > 0) {
                double difference = a.bins()[i] - a.records() * both / records;
                statistic += difference * difference * records / both * (1.0 / a.records() + 1.0 / b.records());
                bins++;
            }
        }
        statistics[place] += statistic;
        degreesOfFreedom[place] += Math.max(0, bins - 1);
    }

    /** Returns and resets the sums of the statistics, for each scale and selected channel; empty if all are 0. */
    public double[] takeStatistics() {
        double[] taken = statistics;
        statistics = new double[taken.length];
        return Arrays.stream(taken).anyMatch(statistic -> statistic > 0) ? taken : new double[0];
    }

    /** Returns and resets the degrees of freedom of these sums; empty if all are 0. */
    public long[] takeDegreesOfFreedom() {
        long[] taken = degreesOfFreedom;
        degreesOfFreedom = new long[taken.length];
        return Arrays.stream(taken).anyMatch(degrees -> degrees > 0) ? taken : new long[0];
    }

    /**
     * Number of records for each independent record, at least 1, by the batch length with the largest estimate.
     *
     * @param position position of the channel among the selected channels
     * @param channels K, number of selected channels
     */
    static double inflation(DriftPartial sums, int position, int channels) {
        List<Double> statistics = sums.getBatchStatistics();
        List<Long> degreesOfFreedom = sums.getBatchDegreesOfFreedom();
        double inflation = 1;
        for (int i = position; i < Math.min(statistics.size(), degreesOfFreedom.size()); i += channels) {
            double freedom = degreesOfFreedom.get(i);
            if (statistics.get(i) > freedom + DEVIATIONS * Math.sqrt(2 * freedom)) {
                inflation = Math.max(inflation, MARGIN * statistics.get(i) / freedom);
            }
        }
        return inflation;
    }
}
