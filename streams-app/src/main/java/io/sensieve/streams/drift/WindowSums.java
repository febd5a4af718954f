package io.sensieve.streams.drift;

import io.sensieve.ChannelProfile;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.distribution.ErrorSketch;
import io.sensieve.streams.state.DriftPartial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Adds up partial sums of one window. */
public final class WindowSums {
    private WindowSums() {}

    /** Whether both are of records that the same selection projected. */
    static boolean sameShape(DriftPartial a, DriftPartial b) {
        return a.getBins().size() == b.getBins().size()
                && a.getSquaredErrors().size() == b.getSquaredErrors().size()
                && a.getMeasured().size() == b.getMeasured().size()
                && sameOrUnknown(a.getRepeated(), b.getRepeated().size())
                && sameOrUnknown(a.getOutside(), b.getOutside().size())
                && sameOrUnknown(a.getLowest(), b.getLowest().size())
                && sameOrUnknown(a.getHighest(), b.getHighest().size());
    }

    private static boolean sameOrUnknown(List<?> values, int size) {
        return values.isEmpty() || size == 0 || values.size() == size;
    }

    /** The sums of both, which have the same shape. */
    public static DriftPartial add(DriftPartial a, DriftPartial b) {
        ErrorSketch errors = ErrorSketch.of(a);
        errors.add(ErrorSketch.of(b));
        return new DriftPartial(
                b.getLayout(),
                b.getSelectionVersion(),
                b.getWindowStart(),
                a.getRecords() + b.getRecords(),
                a.getErrorRecords() + b.getErrorRecords(),
                a.getErrorSum() + b.getErrorSum(),
                add(a.getBins(), b.getBins(), Long::sum),
                add(a.getSquaredErrors(), b.getSquaredErrors(), Double::sum),
                add(a.getMeasured(), b.getMeasured(), Long::sum),
                a.getOutOfOrder() + b.getOutOfOrder(),
                errors.toBytes(),
                List.of(),
                a.getSampled() + b.getSampled(),
                a.getCompared() + b.getCompared(),
                addKnown(a.getRepeated(), b.getRepeated(), Long::sum),
                addKnown(a.getOutside(), b.getOutside(), Long::sum),
                addKnown(a.getLowest(), b.getLowest(), Math::min),
                addKnown(a.getHighest(), b.getHighest(), Math::max),
                a.getProbationRecords() + b.getProbationRecords(),
                a.getChampionErrorSum() + b.getChampionErrorSum(),
                a.getActiveErrorSum() + b.getActiveErrorSum(),
                addScales(a.getBatchStatistics(), b.getBatchStatistics(), Double::sum),
                addScales(a.getBatchFreedoms(), b.getBatchFreedoms(), Long::sum));
    }

    /** The sums without the blocks of errors, which are of no use to a window. */
    static DriftPartial withoutBlocks(DriftPartial sums) {
        return DriftPartial.newBuilder(sums).setBlocks(List.of()).build();
    }

    /** Whether the sums are of records that {@code selection} projected. */
    static boolean fit(DriftPartial sums, LoadedSelection selection) {
        int bins = 0;
        for (ChannelProfile profile : selection.selection().getReference().getChannels()) {
            bins += profile.getEdges().size() + 2;
        }
        return sums.getBins().size() == bins
                && sums.getSquaredErrors().size() == selection.channelCount()
                && sums.getMeasured().size() == selection.channelCount()
                && sameOrUnknown(sums.getRepeated(), selection.selectedCount())
                && sameOrUnknown(sums.getOutside(), selection.selectedCount())
                && sameOrUnknown(sums.getLowest(), selection.channelCount())
                && sameOrUnknown(sums.getHighest(), selection.channelCount())
                && sums.getBatchStatistics().size() % selection.selectedCount() == 0
                && sameOrUnknown(
                        sums.getBatchFreedoms(), sums.getBatchStatistics().size());
    }

    /** A writer of a former release knows nothing; what the others know stays. */
    private static <T> List<T> addKnown(List<T> a, List<T> b, BinaryOperator<T> plus) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return add(a, b, plus);
    }

    /** Of {@link EffectiveSampleSize}: while the settings of tasks differ, some know of longer batches than others. */
    public static <T> List<T> addScales(List<T> a, List<T> b, BinaryOperator<T> plus) {
        List<T> longer = a.size() >= b.size() ? a : b;
        int both = Math.min(a.size(), b.size());
        List<T> sum = new ArrayList<>(add(a.subList(0, both), b.subList(0, both), plus));
        sum.addAll(longer.subList(both, longer.size()));
        return sum;
    }

    private static <T> List<T> add(List<T> a, List<T> b, BinaryOperator<T> plus) {
        List<T> sum = new ArrayList<>(a.size());
        for (int i = 0; i < a.size(); i++) {
            sum.add(plus.apply(a.get(i), b.get(i)));
        }
        return sum;
    }
}
