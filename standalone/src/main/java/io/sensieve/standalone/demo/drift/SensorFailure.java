package io.sensieve.standalone.demo.drift;

import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/**
 * A failed sensor of a selected channel: the values of the channel are missing.
 *
 * @param channel index of the channel
 * @param name name of the channel
 */
record SensorFailure(int channel, String name) {
    /** Fails the selected channel with the highest score. */
    static SensorFailure of(Selection selection) {
        SelectedChannel best = selection.getChannels().stream()
                .max(Comparator.comparingDouble(SelectedChannel::getScore))
                .orElseThrow();
        return new SensorFailure(best.getIndex(), best.getName());
    }

    /** Adds the failure to what {@code transform} does with a row. */
    UnaryOperator<float[]> after(UnaryOperator<float[]> transform) {
        return row -> {
            float[] changed = transform.apply(row).clone();
            changed[channel] = Float.NaN;
            return changed;
        };
    }

    /** Whether {@code selection} does without the channel. */
    boolean isAbsentFrom(Selection selection) {
        return selection.getChannels().stream().noneMatch(selected -> selected.getIndex() == channel);
    }
}
