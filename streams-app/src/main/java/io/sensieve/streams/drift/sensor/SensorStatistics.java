package io.sensieve.streams.drift.sensor;

import io.sensieve.ReferenceProfile;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a window's sensors did; all but missing values as the sampled records tell.
 *
 * @param missing share of missing values among all D channels, of the records in which anything was measured
 * @param repeated share of the chosen channels' values that are the device's one before; null where unknown
 * @param outside share of the chosen channels' values outside the reference's range; null where unknown
 * @param outsideChannels channels of all D that left the reference's range; null where unknown
 */
public record SensorStatistics(
        double missing,
        @Nullable Double repeated,
        @Nullable Double outside,
        @Nullable Integer outsideChannels) {
    public static SensorStatistics of(DriftPartial sums, LoadedSelection selection) {
        ReferenceProfile reference = selection.selection().getReference();
        long measured = sums.getMeasured().stream().mapToLong(Long::longValue).sum();
        long values = sums.getErrorRecords() * selection.channelCount();
        boolean ranges =
                !reference.getLowest().isEmpty() && !reference.getHighest().isEmpty();
        return new SensorStatistics(
                values == 0 ? 0 : 1 - (double) measured / values,
                share(sums.getRepeated(), sums.getCompared()),
                ranges ? share(sums.getOutside(), sums.getSampled()) : null,
                ranges && !sums.getLowest().isEmpty() ? outside(sums, reference) : null);
    }

    private static @Nullable Double share(List<Long> counts, long records) {
        return counts.isEmpty() || records == 0
                ? null
                : (double) counts.stream().mapToLong(Long::longValue).sum() / (records * counts.size());
    }

    private static int outside(DriftPartial sums, ReferenceProfile reference) {
        int outside = 0;
        for (int i = 0; i < sums.getLowest().size(); i++) {
            boolean measured = sums.getLowest().get(i) <= sums.getHighest().get(i);
            boolean left = sums.getLowest().get(i) < reference.getLowest().get(i)
                    || sums.getHighest().get(i) > reference.getHighest().get(i);
            outside += measured && left ? 1 : 0;
        }
        return outside;
    }
}
