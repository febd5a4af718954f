package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Determines which channels have dead or stuck sensors. A channel is faulty if the request names it. A channel that the
 * active selection lists as faulty stays so until it recovers: until at least half of the newest rows have a value and
 * the values differ. A required channel never counts as faulty.
 */
final class FaultyChannels {
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
        int measured = 0;
        boolean differ = false;
        float first = Float.NaN;
        for (float[] row : newest) {
            if (channel < row.length && !Float.isNaN(row[channel])) {
                first = measured++ == 0 ? row[channel] : first;
                differ |= row[channel] != first;
            }
        }
        return differ && 2 * measured >= newest.length;
    }
}
