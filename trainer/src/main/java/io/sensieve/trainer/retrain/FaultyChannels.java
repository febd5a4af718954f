package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Determines which channels have dead or stuck sensors. A channel is faulty if the request names it. A channel that the
 * active selection lists as faulty stays so until it recovers: until at least half of the newest rows have a value and
 * the values differ. A required channel never counts as faulty.
 */
final class FaultyChannels {
    /** Fewest newest rows from which a channel is found silent. */
    private static final int LEAST_NEWEST = 16;

    private FaultyChannels() {}

    /**
     * Finds the faulty channels.
     *
     * @param named indices that the request names
     * @param remembered indices that the active selection lists as faulty
     * @param newest rows of D values; NaN is missing
     * @return indices, ascending
     */
    static List<Integer> find(List<Integer> named, List<Integer> remembered, float[][] newest, List<Channel> channels) {
        TreeSet<Integer> faulty = new TreeSet<>(named);
        remembered.stream().filter(channel -> !hasRecovered(channel, newest)).forEach(faulty::add);
        faulty.removeIf(channel -> channel < 0
                || channel >= channels.size()
                || channels.get(channel).getRole() == ChannelRole.REQUIRED);
        return List.copyOf(faulty);
    }

    /**
     * Finds channels that have no live values now: missing in more than half of the newest rows, or constant there
     * while they vary in the window. They are of no use as substitutes.
     *
     * @param newest rows that arrived last, of D values; NaN is missing
     * @param window rows of the window
     * @return indices, ascending
     */
    static List<Integer> silent(float[][] newest, float[][] window) {
        if (newest.length < LEAST_NEWEST) {
            return List.of();
        }
        return IntStream.range(0, newest[0].length)
                .filter(channel -> {
                    int measured = countMeasured(channel, newest);
                    return 2 * measured < newest.length || (!differs(channel, newest) && differs(channel, window));
                })
                .boxed()
                .toList();
    }

    /** Returns the channels, with the role of each faulty channel set to EXCLUDED. */
    static List<Channel> exclude(List<Channel> channels, List<Integer> faulty) {
        List<Channel> roles = new ArrayList<>(channels);
        for (int channel : faulty) {
            Channel declared = channels.get(channel);
            roles.set(
                    channel,
                    new Channel(declared.getName(), declared.getUnit(), declared.getCost(), ChannelRole.EXCLUDED));
        }
        return roles;
    }

    /** Returns copies of rows in which the values of the faulty channels are missing. */
    static float[][] mask(float[][] rows, List<Integer> faulty) {
        if (faulty.isEmpty()) {
            return rows;
        }
        float[][] masked = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            masked[r] = rows[r].clone();
            for (int channel : faulty) {
                masked[r][channel] = Float.NaN;
            }
        }
        return masked;
    }

    private static boolean hasRecovered(int channel, float[][] newest) {
        return differs(channel, newest) && 2 * countMeasured(channel, newest) >= newest.length;
    }

    private static int countMeasured(int channel, float[][] rows) {
        int measured = 0;
        for (float[] row : rows) {
            measured += channel < row.length && !Float.isNaN(row[channel]) ? 1 : 0;
        }
        return measured;
    }

    /** Returns whether the channel has at least two different values. */
    private static boolean differs(int channel, float[][] rows) {
        float first = Float.NaN;
        for (float[] row : rows) {
            if (channel < row.length && !Float.isNaN(row[channel])) {
                if (!Float.isNaN(first) && row[channel] != first) {
                    return true;
                }
                first = row[channel];
            }
        }
        return false;
    }
}
