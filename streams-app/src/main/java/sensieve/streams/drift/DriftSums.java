package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import sensieve.ChannelProfile;
import sensieve.DriftPartial;
import sensieve.model.LoadedSelection;

/** Adds up partial sums of one window. */
final class DriftSums {
    private DriftSums() {}

    /** Whether both are of records that the same selection projected. */
    static boolean sameShape(DriftPartial a, DriftPartial b) {
        return a.getBins().size() == b.getBins().size()
                && a.getSquaredErrors().size() == b.getSquaredErrors().size()
                && a.getMeasured().size() == b.getMeasured().size();
    }

    /** The sums of both, which have the same shape. */
    static DriftPartial add(DriftPartial a, DriftPartial b) {
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
                errors.toBytes());
    }

    /** Whether the sums are of records that {@code selection} projected. */
    static boolean fit(DriftPartial sums, LoadedSelection selection) {
        int bins = 0;
        for (ChannelProfile profile : selection.selection().getReference().getChannels()) {
            bins += profile.getEdges().size() + 2;
        }
        return sums.getBins().size() == bins
                && sums.getSquaredErrors().size() == selection.channelCount()
                && sums.getMeasured().size() == selection.channelCount();
    }

    private static <T> List<T> add(List<T> a, List<T> b, BinaryOperator<T> plus) {
        List<T> sum = new ArrayList<>(a.size());
        for (int i = 0; i < a.size(); i++) {
            sum.add(plus.apply(a.get(i), b.get(i)));
        }
        return sum;
    }
}
