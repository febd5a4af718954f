package sensieve.streams.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sensieve.ChannelProfile;
import sensieve.DriftPartial;
import sensieve.ErrorSummary;
import sensieve.codec.Floats;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/**
 * Sums of one layout, selection version and window in one task. So that a single device gone mad is no drift of all, a
 * record's error counts as at most {@value #MEANS_MAX} times the validation mean, or {@value #TAILS_MAX} times its 99th
 * percentile where that is more.
 */
final class DriftAccumulator {
    private static final double MEANS_MAX = 20;
    private static final double TAILS_MAX = 5;

    private final String layout;
    private final int version;
    private final float[][] edges;
    private final int[] firstBin;
    private final long[] bins;
    private final double[] squaredErrors;
    private final long[] measured;
    private final double[] recordSquares;
    private final long[] recordMeasured;
    private final double errorMax;
    private final ErrorSketch errors = new ErrorSketch();
    private final double errorUnit;
    private long records;
    private long errorRecords;
    private double errorSum;
    private long outOfOrder;

    DriftAccumulator(LoadedSelection selection) {
        layout = selection.selection().getLayout();
        version = selection.version();
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        edges = new float[profiles.size()][];
        firstBin = new int[profiles.size()];
        int next = 0;
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Floats.array(profiles.get(i).getEdges());
            firstBin[i] = next;
            next += edges[i].length + 2;
        }
        bins = new long[next];
        squaredErrors = new double[selection.channelCount()];
        measured = new long[selection.channelCount()];
        recordSquares = new double[selection.channelCount()];
        recordMeasured = new long[selection.channelCount()];
        ErrorSummary validation = selection.selection().getValidation();
        errorMax = errorMax(validation);
        errorUnit = ErrorSketch.unit(validation);
    }

    /**
     * Adds one record.
     *
     * @param values D measured values
     * @param reduced the K chosen ones
     * @param rebuilt D values
     * @return the record's normalised error, NaN where nothing was measured
     */
    float add(Reconstructor reconstructor, float[] values, float[] reduced, float[] rebuilt) {
        Arrays.fill(recordSquares, 0);
        Arrays.fill(recordMeasured, 0);
        float error = reconstructor.error(values, rebuilt, recordSquares, recordMeasured);
        records++;
        if (Float.isFinite(error)) {
            errorRecords++;
            errorSum += Math.min(error, errorMax);
            errors.add(error, errorUnit);
            for (int i = 0; i < squaredErrors.length; i++) {
                squaredErrors[i] += recordSquares[i];
                measured[i] += recordMeasured[i];
            }
        }
        for (int i = 0; i < reduced.length; i++) {
            bins[firstBin[i] + bin(edges[i], reduced[i])]++;
        }
        return error;
    }

    /** Notes that the record just added came after one of a later event time. */
    void outOfOrder() {
        outOfOrder++;
    }

    /** The sums so far. */
    DriftPartial toPartial(long windowStart) {
        return new DriftPartial(
                layout,
                version,
                Instant.ofEpochMilli(windowStart),
                records,
                errorRecords,
                errorSum,
                boxed(bins),
                boxed(squaredErrors),
                boxed(measured),
                outOfOrder,
                errors.toBytes());
    }

    private static double errorMax(ErrorSummary validation) {
        double limit = Math.max(MEANS_MAX * validation.getMean(), TAILS_MAX * validation.getP99());
        return limit > 0 ? limit : Double.MAX_VALUE;
    }

    /** Bin i holds {@code edges[i-1] <= value < edges[i]}; the bin after the last is of missing values. */
    static int bin(float[] edges, float value) {
        if (Float.isNaN(value)) {
            return edges.length + 1;
        }
        int low = 0;
        int high = edges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<Long> boxed(long[] values) {
        List<Long> list = new ArrayList<>(values.length);
        for (long value : values) {
            list.add(value);
        }
        return list;
    }

    private static List<Double> boxed(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
