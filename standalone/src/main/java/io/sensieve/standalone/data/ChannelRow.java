package io.sensieve.standalone.data;

import io.sensieve.service.SettingException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of a channel file. Optional columns are empty if the file does not have them.
 *
 * @param line line number in the file, from 1
 * @param split {@code train}, {@code val} or {@code test}
 * @param batch name of the recording that the row belongs to
 * @param timestamp event time
 * @param label name of the class
 * @param values D values; NaN is a missing value
 */
public record ChannelRow(
        long line,
        Optional<String> split,
        Optional<String> batch,
        Optional<Instant> timestamp,
        Optional<String> label,
        float[] values) {

    /**
     * Parses the label as an integer, as records contain it.
     *
     * @throws SettingException if the label is not an integer
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
