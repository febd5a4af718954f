package io.sensieve.streams.drift.sensor;

import io.sensieve.ReferenceProfile;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of the sensors in a window. All but {@code missingShare} describe the sampled records.
 *
 * @param missingShare share of missing values among all D channels, in the records with a measured channel
 * @param repeatedShare share of the selected channels' values that equal the device's previous value; null if unknown
 * @param outsideShare share of the selected channels' values outside the range of the reference; null if unknown
 */
public record SensorStatistics(
        double missingShare,
        @Nullable Double repeatedShare,
        @Nullable Double outsideShare) {
    /** Computes the statistics of the sums of a window. */
    public static SensorStatistics of(DriftPartial sums, LoadedSelection selection) {
        ReferenceProfile reference = selection.selection().getReference();
        long measured =
                sums.getMeasuredCounts().stream().mapToLong(Long::longValue).sum();
        long values = sums.getErrorRecords() * selection.channelCount();
        boolean hasRanges =
                !reference.getLowest().isEmpty() && !reference.getHighest().isEmpty();
        return new SensorStatistics(
                values == 0 ? 0 : 1 - (double) measured / values,
                share(sums.getRepeatedCounts(), sums.getComparedRecords()),
                hasRanges ? share(sums.getOutsideCounts(), sums.getSampledRecords()) : null);
    }

    private static @Nullable Double share(List<Long> counts, long records) {
        return counts.isEmpty() || records == 0
                ? null
                : (double) counts.stream().mapToLong(Long::longValue).sum() / (records * counts.size());
    }
}
