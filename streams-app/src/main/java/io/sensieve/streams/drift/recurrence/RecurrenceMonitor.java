package io.sensieve.streams.drift.recurrence;

import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.KeptVersionSums;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the active selection with the kept versions on the latest compared records of all tasks, and decides whether
 * to return to one of them.
 *
 * <p>A record's gain is {@code (active error - error) / (active error + error)}, from -1 to 1: it does not depend on
 * the unit of the errors, and a single outlier cannot decide.
 */
public final class RecurrenceMonitor {
    /** Fewest compared records for a return at an alarm. */
    private static final long ALARM_RECORDS = 32;

    /** Fewest compared records for a return without an alarm. */
    private static final long RECORDS = 256;

    /** A gain of 0.05 is an error that is a tenth lower. */
    private static final double GAIN = 0.05;

    /** A gain of 1/3 is half the error. */
    private static final double CLEAR_GAIN = 1.0 / 3;

    private static final double GAIN_MAX = 0.5;

    /** Largest ratio of a version's error to its validation error at which the version fits. */
    private static final double FIT = 1.5;

    private static final double CORRELATION_MAX = 0.99;

    /** Standard errors that a gain must be above {@link #GAIN} or zero. */
    private static final double DEVIATIONS = 3;

    private final Deque<DriftPartial> recent = new ArrayDeque<>();
    private long records;

    /** Adds a partial sum and forgets the oldest that are not needed. */
    public void add(DriftPartial partial) {
        if (partial.getComparedErrorRecords() == 0) {
            return;
        }
        recent.add(partial);
        records += partial.getComparedErrorRecords();
        while (records - recent.element().getComparedErrorRecords() >= RECORDS) {
            records -= recent.remove().getComparedErrorRecords();
        }
    }

    /**
     * Finds the kept version to return to at an alarm: it must be better on the records since the rise, and either fit
     * them or have less than half the error.
     *
     * @param since sums of the records since the rise of the error
     * @return version number
     */
    public Optional<Integer> findAtAlarm(DriftPartial since) {
        long compared = since.getComparedErrorRecords();
        if (compared < ALARM_RECORDS) {
            return Optional.empty();
        }
        return best(since.getKeptVersions().stream()
                .filter(sums -> {
                    double mean = sums.getGainSum() / compared;
                    double fit = sums.getFitSum() / compared;
                    return mean - DEVIATIONS * standardError(sums, (double) compared) >= GAIN
                            && (fit <= FIT || mean >= CLEAR_GAIN);
                })
                .toList());
    }

    /**
     * Finds the kept version to return to without an alarm: it must be better on the latest records, by more than
     * chance explains and by more with each earlier return.
     *
     * @param returns number of recent returns
     * @return version number
     */
    public Optional<Integer> findBetter(int returns) {
        if (records < RECORDS) {
            return Optional.empty();
        }
        double margin = Math.min(GAIN_MAX, Math.scalb(GAIN, Math.min(returns, Integer.SIZE)));
        Map<Integer, KeptVersionSums> totals = new HashMap<>();
        recent.forEach(partial -> partial.getKeptVersions()
                .forEach(sums -> totals.merge(sums.getVersion(), sums, KeptVersionTotals::add)));
        return best(totals.values().stream()
                .filter(sums -> {
                    double mean = sums.getGainSum() / records;
                    return mean >= margin && mean - DEVIATIONS * standardError(sums, (double) records) > 0;
                })
                .toList());
    }

    /** Standard error of a mean gain, with the effective sample size of gains with this autocorrelation (AR(1)). */
    private static double standardError(KeptVersionSums sums, double records) {
        double mean = sums.getGainSum() / records;
        double variance = Math.max(0, sums.getGainSquares() / records - mean * mean);
        double covariance = sums.getGainProducts() / records - mean * mean;
        double correlation = variance == 0 ? 0 : Math.min(CORRELATION_MAX, Math.max(0, covariance / variance));
        return Math.sqrt(variance / records * (1 + correlation) / (1 - correlation));
    }

    private static Optional<Integer> best(List<KeptVersionSums> candidates) {
        return candidates.stream()
                .max(Comparator.comparingDouble(KeptVersionSums::getGainSum))
                .map(KeptVersionSums::getVersion);
    }
}
