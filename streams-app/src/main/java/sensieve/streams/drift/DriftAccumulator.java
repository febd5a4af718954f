package sensieve.streams.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sensieve.ChannelProfile;
import sensieve.DriftPartial;
import sensieve.codec.Floats;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/** Sums of one layout, selection version and window in one task. */
final class DriftAccumulator {
    private final String layout;
    private final int version;
    private final float[][] edges;
    private final int[] firstBin;
    private final long[] bins;
    private final double[] squaredErrors;
    private final long[] measured;
    private long records;
    private long errorRecords;
    private double errorSum;

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
        float error = reconstructor.error(values, rebuilt, squaredErrors, measured);
        records++;
        if (!Float.isNaN(error)) {
            errorRecords++;
            errorSum += error;
        }
        for (int i = 0; i < reduced.length; i++) {
            bins[firstBin[i] + bin(edges[i], reduced[i])]++;
        }
        return error;
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
                boxed(measured));
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
