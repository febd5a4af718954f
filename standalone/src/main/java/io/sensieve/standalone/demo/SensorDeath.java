package io.sensieve.standalone.demo;

import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/**
 * A sensor of a chosen channel dies: its values are missing from then on.
 *
 * @param channel the chosen one that tells most
 * @param name its name
 */
record SensorDeath(int channel, String name) {
    static SensorDeath of(Selection selection) {
        SelectedChannel first = selection.getChannels().stream()
                .max(Comparator.comparingDouble(SelectedChannel::getScore))
                .orElseThrow();
        return new SensorDeath(first.getIndex(), first.getName());
    }

    /** The world without the sensor's values. */
    UnaryOperator<float[]> in(UnaryOperator<float[]> world) {
        return row -> {
            float[] changed = world.apply(row).clone();
            changed[channel] = Float.NaN;
            return changed;
        };
    }

    /** Whether a selection does without the channel. */
    boolean isLeftOut(Selection selection) {
        return selection.getChannels().stream().noneMatch(chosen -> chosen.getIndex() == channel);
    }
}
