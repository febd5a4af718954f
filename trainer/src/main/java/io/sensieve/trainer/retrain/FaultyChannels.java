package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Channels whose sensors are dead or stuck. Those that a request names are; one that an earlier request named, as the
 * selection in force remembers, is until it is back: until at least half of the newest rows have a value and the values
 * differ. A required channel stays in any case.
 */
public final class FaultyChannels {
    private FaultyChannels() {}

    /**
     * Finds them.
     *
     * @param named by the request
     * @param remembered by the selection in force
     * @param newest rows of D values, NaN is missing
     * @return indices, ascending
     */
    public static List<Integer> of(
            List<Integer> named, List<Integer> remembered, float[][] newest, List<Channel> channels) {
        TreeSet<Integer> faulty = new TreeSet<>(named);
        remembered.stream().filter(channel -> !isBack(channel, newest)).forEach(faulty::add);
        faulty.removeIf(channel -> channel < 0
                || channel >= channels.size()
                || channels.get(channel).getRole() == ChannelRole.REQUIRED);
        return List.copyOf(faulty);
    }

    /** The channels with the role of the faulty ones set to EXCLUDED. */
    public static List<Channel> excluded(List<Channel> channels, List<Integer> faulty) {
        List<Channel> roles = new ArrayList<>(channels);
        for (int channel : faulty) {
            Channel whole = channels.get(channel);
            roles.set(channel, new Channel(whole.getName(), whole.getUnit(), whole.getCost(), ChannelRole.EXCLUDED));
        }
        return roles;
    }

    /** Copies of rows without the values of the faulty channels. */
    static float[][] without(float[][] rows, List<Integer> faulty) {
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

    private static boolean isBack(int channel, float[][] newest) {
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
