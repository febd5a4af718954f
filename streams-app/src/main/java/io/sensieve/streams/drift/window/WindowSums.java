package io.sensieve.streams.drift.window;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.recurrence.KeptVersionTotals;
import io.sensieve.streams.state.DriftPartial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Adds up the partial sums of one window. */
public final class WindowSums {
    private WindowSums() {}

    /** Whether both sums have the same channels and bins, as sums of one selection have. */
    public static boolean haveSameShape(DriftPartial a, DriftPartial b) {
        return a.getMissingCounts().size() == b.getMissingCounts().size()
                && a.getSquaredErrors().size() == b.getSquaredErrors().size()
                && a.getMeasuredCounts().size() == b.getMeasuredCounts().size()
                && hasSizeOrIsEmpty(a.getRepeatedCounts(), b.getRepeatedCounts().size())
                && hasSizeOrIsEmpty(a.getOutsideCounts(), b.getOutsideCounts().size())
                && hasSizeOrIsEmpty(a.getLowest(), b.getLowest().size())
                && hasSizeOrIsEmpty(a.getHighest(), b.getHighest().size());
    }

    private static boolean hasSizeOrIsEmpty(List<?> values, int size) {
        return values.isEmpty() || size == 0 || values.size() == size;
    }

    /** Adds two sums of the same shape. */
    public static DriftPartial add(DriftPartial a, DriftPartial b) {
        return DriftPartial.newBuilder()
                .setLayout(b.getLayout())
                .setSelectionVersion(b.getSelectionVersion())
                .setWindowStart(b.getWindowStart())
                .setRecords(a.getRecords() + b.getRecords())
                .setErrorRecords(a.getErrorRecords() + b.getErrorRecords())
                .setErrorSum(a.getErrorSum() + b.getErrorSum())
                .setMissingCounts(add(a.getMissingCounts(), b.getMissingCounts(), Long::sum))
                .setSquaredErrors(add(a.getSquaredErrors(), b.getSquaredErrors(), Double::sum))
                .setMeasuredCounts(add(a.getMeasuredCounts(), b.getMeasuredCounts(), Long::sum))
                .setOutOfOrderRecords(a.getOutOfOrderRecords() + b.getOutOfOrderRecords())
                .setErrorBlocks(List.of())
                .setSampledRecords(a.getSampledRecords() + b.getSampledRecords())
                .setComparedRecords(a.getComparedRecords() + b.getComparedRecords())
                .setRepeatedCounts(addKnown(a.getRepeatedCounts(), b.getRepeatedCounts(), Long::sum))
                .setOutsideCounts(addKnown(a.getOutsideCounts(), b.getOutsideCounts(), Long::sum))
                .setLowest(addKnown(a.getLowest(), b.getLowest(), Math::min))
                .setHighest(addKnown(a.getHighest(), b.getHighest(), Math::max))
                .setOutageRecords(a.getOutageRecords() + b.getOutageRecords())
                .setOutageRun(b.getOutageRun())
                .setComparedErrorRecords(a.getComparedErrorRecords() + b.getComparedErrorRecords())
                .setComparedErrorSum(a.getComparedErrorSum() + b.getComparedErrorSum())
                .setKeptVersions(KeptVersionTotals.add(a.getKeptVersions(), b.getKeptVersions()))
                .setFaultCodes(List.of())
                .build();
    }

    /** The sums without the error blocks, which only the detector uses. */
    public static DriftPartial withoutBlocks(DriftPartial sums) {
        return DriftPartial.newBuilder(sums).setErrorBlocks(List.of()).build();
    }

    /** Whether the sums have the channels and bins of {@code selection}. */
    public static boolean fit(DriftPartial sums, LoadedSelection selection) {
        return sums.getMissingCounts().size() == selection.selectedCount()
                && sums.getSquaredErrors().size() == selection.channelCount()
                && sums.getMeasuredCounts().size() == selection.channelCount()
                && hasSizeOrIsEmpty(sums.getRepeatedCounts(), selection.selectedCount())
                && hasSizeOrIsEmpty(sums.getOutsideCounts(), selection.selectedCount())
                && hasSizeOrIsEmpty(sums.getLowest(), selection.channelCount())
                && hasSizeOrIsEmpty(sums.getHighest(), selection.channelCount());
    }

    private static <T> List<T> addKnown(List<T> a, List<T> b, BinaryOperator<T> plus) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return add(a, b, plus);
    }

    private static <T> List<T> add(List<T> a, List<T> b, BinaryOperator<T> plus) {
        List<T> sum = new ArrayList<>(a.size());
        for (int i = 0; i < a.size(); i++) {
            sum.add(plus.apply(a.get(i), b.get(i)));
        }
        return sum;
    }
}
