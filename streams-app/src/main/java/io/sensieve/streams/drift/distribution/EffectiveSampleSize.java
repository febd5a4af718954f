package io.sensieve.streams.drift.distribution;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.drift.PartialSums;
import io.sensieve.streams.state.DriftPartial;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What records of a window are worth beside independent ones. Neighbouring records of a machine are alike, so that the
 * shares of a channel's bins move more from one batch of records to the next than those of independent ones would:
 * Pearson's chi-squared statistic of two batches, B - 1 on average for independent ones, is as many times larger as a
 * record is worth less (batch means: A. Law, Simulation Modeling and Analysis, chapter 9). Batches lie side by side, so
 * that a change of the world amid a window counts once; they are of one task, for there the same devices are in all of
 * them; and each two make one batch of twice the length, up to half a window, for what lasts longer shows only there.
 */
public final class EffectiveSampleSize {
    /** A batch of fewer records waits for more. */
    private static final long LEAST = 32;

    /** How many standard deviations above chance are taken for dependence. */
    private static final double DEVIATIONS = 3;

    /**
     * Bins are not all alike as long, and some of it lasts longer than the longest batch: of a first-order process that
     * forgets in a twelfth of a window, windows differ up to twice as much as their halves do.
     */
    private static final double MARGIN = 2;

    private final int[] firstBin;
    private final @Nullable Batch[] held;
    private double[] statistics;
    private long[] freedoms;
    private @Nullable Batch pending;

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
     * None yet.
     *
     * @param firstBin of each chosen channel, and behind the last one
     * @param scales lengths of batches, each twice the one before
     */
    public EffectiveSampleSize(int[] firstBin, int scales) {
        this.firstBin = firstBin;
        held = new Batch[scales];
        statistics = new double[scales * (firstBin.length - 1)];
        freedoms = new long[statistics.length];
    }

    /** None of a selection's records yet, with as many scales as {@link #scales}. */
    public static EffectiveSampleSize of(LoadedSelection selection, DriftSettings settings) {
        return new EffectiveSampleSize(PartialSums.firstBins(selection), scales(settings));
    }

    /** So many that the longest batch is at most half a window. */
    private static int scales(DriftSettings settings) {
        Duration length = settings.flush();
        int scales = 1;
        while (length.multipliedBy(4).compareTo(settings.window()) <= 0) {
            length = length.multipliedBy(2);
            scales++;
        }
        return scales;
    }

    /** Takes the next batch: its records in each bin of each chosen channel. */
    public void add(long[] bins, long records) {
        Batch next = new Batch(bins.clone(), records);
        pending = pending == null ? next : pending.plus(next);
        if (pending.records() >= LEAST) {
            Batch batch = pending;
            pending = null;
            add(0, batch);
        }
    }

    private void add(int scale, Batch batch) {
        Batch before = held[scale];
        if (before == null) {
            held[scale] = batch;
            return;
        }
        held[scale] = null;
        int channels = firstBin.length - 1;
        for (int i = 0; i < channels; i++) {
            compare(before, batch, i, scale * channels + i);
        }
        if (scale + 1 < held.length) {
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
        freedoms[place] += Math.max(0, bins - 1);
    }

    /**
     * For each scale, for each chosen channel, the sum of the statistics since the last call; empty if there is none.
     */
    public double[] takeStatistics() {
        double[] taken = statistics;
        statistics = new double[taken.length];
        return Arrays.stream(taken).anyMatch(statistic -> statistic > 0) ? taken : new double[0];
    }

    /** The sums' degrees of freedom since the last call; empty if there are none. */
    public long[] takeFreedoms() {
        long[] taken = freedoms;
        freedoms = new long[taken.length];
        return Arrays.stream(taken).anyMatch(freedom -> freedom > 0) ? taken : new long[0];
    }

    /**
     * How many records are worth one, at least 1: by the length of batches that shows most.
     *
     * @param channel place of the chosen channel
     * @param channels K
     */
    static double inflation(DriftPartial sums, int channel, int channels) {
        List<Double> statistics = sums.getBatchStatistics();
        List<Long> freedoms = sums.getBatchFreedoms();
        double inflation = 1;
        for (int i = channel; i < Math.min(statistics.size(), freedoms.size()); i += channels) {
            double freedom = freedoms.get(i);
            if (statistics.get(i) > freedom + DEVIATIONS * Math.sqrt(2 * freedom)) {
                inflation = Math.max(inflation, MARGIN * statistics.get(i) / freedom);
            }
        }
        return inflation;
    }
}
