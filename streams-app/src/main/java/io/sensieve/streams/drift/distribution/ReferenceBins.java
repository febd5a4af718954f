package io.sensieve.streams.drift.distribution;

import io.sensieve.ChannelProfile;
import io.sensieve.model.LoadedSelection;
import java.util.List;

/**
 * Places the histogram bins of the K selected channels in one array. A channel with E inner edges has E + 1 bins for
 * values and one for missing values.
 */
public final class ReferenceBins {
    private ReferenceBins() {}

    /** Index of the first bin of each selected channel, followed by the number of all bins; K + 1 values. */
    public static int[] offsets(LoadedSelection selection) {
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        int[] offsets = new int[profiles.size() + 1];
        for (int i = 0; i < profiles.size(); i++) {
            offsets[i + 1] = offsets[i] + profiles.get(i).getEdges().size() + 2;
        }
        return offsets;
    }

    /**
     * Returns the bin of a value: bin i holds {@code edges[i-1] <= value < edges[i]}, the bin after the last holds
     * missing values. A linear scan of the few edges is faster than a search, whose branches mispredict.
     *
     * @param edges ascending inner edges
     * @param value NaN for a missing value
     */
    public static int indexOf(float[] edges, float value) {
        if (Float.isNaN(value)) {
            return edges.length + 1;
        }
        int passed = 0;
        for (float edge : edges) {
            passed += edge <= value ? 1 : 0;
        }
        return passed;
    }
}
