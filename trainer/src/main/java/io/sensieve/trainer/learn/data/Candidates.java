package io.sensieve.trainer.learn.data;

import io.sensieve.ChannelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Channels that a search can select, and channels that every selection has.
 *
 * @param k number of channels to select, the required ones included
 * @param required indices of the required channels, ascending
 * @param allowed D flags: whether a search can select the channel; false for required channels
 */
public record Candidates(int k, int[] required, boolean[] allowed) {

    /**
     * Finds the candidates: channels with role CANDIDATE that vary in the train rows.
     *
     * @throws IllegalArgumentException if there are fewer than K channels to select from, or fewer than K train rows
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
            throw new IllegalArgumentException("no channel can be selected: of " + channels + ", " + excluded
                    + " are excluded and " + (channels - excluded) + " are constant or empty in the train rows;"
                    + " give other data");
        }
        if (most < k) {
            throw new IllegalArgumentException("k = " + k + ", but only " + most + " of " + channels
                    + " channels can be selected (" + excluded + " are excluded, " + (channels - most - excluded)
                    + " are constant or empty): set k to at most " + most + ", or give other data");
        }
        return new Candidates(k, required.stream().mapToInt(Integer::intValue).toArray(), allowed);
    }

    /** Number of channels that a search has to find. */
    public int open() {
        return k - required.length;
    }

    /** Whether there is no choice: a search has to select every allowed channel, or none. */
    public boolean isForced() {
        return open() == 0 || open() == allowedIndices().length;
    }

    /** Channels that a search selected, followed by the required ones. */
    public int[] withRequired(int[] selected) {
        return IntStream.concat(IntStream.of(selected), IntStream.of(required)).toArray();
    }

    /** Indices of the channels that a search can select, ascending. */
    public int[] allowedIndices() {
        return IntStream.range(0, allowed.length).filter(c -> allowed[c]).toArray();
    }
}
