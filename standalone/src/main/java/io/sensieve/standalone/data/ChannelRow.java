package io.sensieve.standalone.data;

import io.sensieve.service.SettingException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line of a channel file.
 *
 * @param line its number in the file, from 1
 * @param split the part it belongs to ({@code train}, {@code val}, {@code test}), where the file says so
 * @param batch the part of a longer story that it belongs to, where the file says so
 * @param timestamp its event time, where the file says so
 * @param label its class, where the file says so
 * @param values D values; NaN is missing
 */
public record ChannelRow(
        long line,
        Optional<String> split,
        Optional<String> batch,
        Optional<Instant> timestamp,
        Optional<String> label,
        float[] values) {

    /**
     * The label as a record carries it.
     *
     * @throws SettingException if it is no whole number
     */
    public OptionalInt wholeLabel() {
        if (label.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(label.get()));
        } catch (NumberFormatException e) {
            throw new SettingException(
                    "Data file, line " + line + ", column 'label': '" + label.get() + "' must be a whole number", e);
        }
    }
}
