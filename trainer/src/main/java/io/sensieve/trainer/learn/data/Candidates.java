package io.sensieve.trainer.learn.data;

import io.sensieve.ChannelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which channels a selection may and must hold.
 *
 * @param k channels to choose, the required ones included
 * @param required indices of the channels that are always in, ascending
 * @param allowed whether the selector may choose the channel; no required one
 */
public record Candidates(int k, int[] required, boolean[] allowed) {

    /**
     * Finds them.
     *
     * @throws IllegalArgumentException if they do not make K channels, or the train rows are fewer than K
     */
    public static Candidates of(TrainingData data, int k) {
        int channels = data.channelCount();
        if (k > channels) {
            throw new IllegalArgumentException(
                    "k = " + k + ", but the layout has " + channels + " channels: set k to at most " + channels);
        }
        if (data.train().length < k) {
            throw new IllegalArgumentException("k = " + k + ", but there are only " + data.train().length
                    + " train rows: set k to at most " + data.train().length + ", or give more rows");
        }
        List<Integer> required = new ArrayList<>();
        boolean[] allowed = new boolean[channels];
        int excluded = 0;
        int usable = 0;
        for (int c = 0; c < channels; c++) {
            ChannelRole role = data.channels().get(c).getRole();
            if (role == ChannelRole.REQUIRED) {
                required.add(c);
            } else if (role == ChannelRole.EXCLUDED) {
                excluded++;
            } else if (data.varies(c)) {
                allowed[c] = true;
                usable++;
            }
        }
        if (required.size() > k) {
            throw new IllegalArgumentException("k = " + k + ", but " + required.size()
                    + " channels are required: set k to at least " + required.size());
        }
        int most = required.size() + usable;
        if (most == 0) {
            throw new IllegalArgumentException("no channel can be chosen: of " + channels + ", " + excluded
                    + " are excluded and " + (channels - excluded) + " are constant or empty in the train rows;"
                    + " give other data");
        }
        if (most < k) {
            throw new IllegalArgumentException("k = " + k + ", but only " + most + " of " + channels
                    + " channels can be chosen (" + excluded + " are excluded, " + (channels - most - excluded)
                    + " are constant or empty): set k to at most " + most + ", or give other data");
        }
        return new Candidates(k, required.stream().mapToInt(Integer::intValue).toArray(), allowed);
    }

    /** Channels that the selector has to find. */
    public int open() {
        return k - required.length;
    }

    /** Whether there is no choice: every allowed channel is needed, or none. */
    public boolean isForced() {
        return open() == 0 || open() == allowedIndices().length;
    }

    /** Channels that a search selected, followed by the required ones. */
    public int[] withRequired(int[] selected) {
        return IntStream.concat(IntStream.of(selected), IntStream.of(required)).toArray();
    }

    /** Indices that the selector may choose, ascending. */
    public int[] allowedIndices() {
        return IntStream.range(0, allowed.length).filter(c -> allowed[c]).toArray();
    }
}
