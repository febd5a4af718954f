package io.sensieve.streams.drift.recurrence;

import io.sensieve.KeptVersionError;
import io.sensieve.VersionComparison;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.KeptVersionSums;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the sums of kept versions and computes their mean errors. */
public final class KeptVersionTotals {
    private KeptVersionTotals() {}

    /** Adds two sums of the same version. */
    public static KeptVersionSums add(KeptVersionSums a, KeptVersionSums b) {
        return new KeptVersionSums(
                a.getVersion(),
                a.getErrorSum() + b.getErrorSum(),
                a.getGainSum() + b.getGainSum(),
                a.getGainSquares() + b.getGainSquares(),
                a.getGainProducts() + b.getGainProducts(),
                b.getLastGain(),
                a.getFitSum() + b.getFitSum());
    }

    /** Returns the mean errors of the sums; null if no record was compared. */
    @Nullable
    public static VersionComparison compare(DriftPartial sums) {
        double records = sums.getComparedErrorRecords();
        if (records == 0) {
            return null;
        }
        List<KeptVersionError> errors = sums.getKeptVersions().stream()
                .map(kept -> new KeptVersionError(
                        kept.getVersion(), kept.getErrorSum() / records, kept.getFitSum() / records))
                .sorted(Comparator.comparingDouble(KeptVersionError::getError))
                .toList();
        double error = sums.getComparedErrorSum() / records;
        double best = errors.isEmpty() ? error : Math.min(error, errors.get(0).getError());
        return new VersionComparison(
                sums.getComparedErrorRecords(), error, errors, error / Math.max(best, Double.MIN_NORMAL));
    }

    /** Adds two lists of sums by version. */
    public static List<KeptVersionSums> add(List<KeptVersionSums> a, List<KeptVersionSums> b) {
        Map<Integer, KeptVersionSums> totals = new TreeMap<>();
        a.forEach(sums -> totals.put(sums.getVersion(), sums));
        b.forEach(sums -> totals.merge(sums.getVersion(), sums, KeptVersionTotals::add));
        return new ArrayList<>(totals.values());
    }
}
