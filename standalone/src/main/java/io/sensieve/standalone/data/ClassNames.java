package io.sensieve.standalone.data;

import io.sensieve.service.SettingException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * Numbers the classes of the column {@code label}: in numeric order if all labels are integers, else alphabetically.
 *
 * @param names names of the classes; the index is the class
 */
record ClassNames(List<String> names) {
    private static final String NEEDED = "task = classification needs a label in every row";

    ClassNames {
        names = List.copyOf(names);
    }

    /**
     * Collects the distinct labels.
     *
     * @throws SettingException if a row has no label
     */
    static ClassNames of(List<ChannelRow> rows) {
        if (rows.stream().allMatch(row -> row.label().isEmpty())) {
            throw new SettingException("Data file has no column 'label', or no value in it: " + NEEDED);
        }
        for (ChannelRow row : rows) {
            if (row.label().isEmpty()) {
                throw new SettingException("Data file, line " + row.line() + ", column 'label': is empty; " + NEEDED);
            }
        }
        List<String> distinct =
                rows.stream().map(row -> row.label().orElseThrow()).distinct().toList();
        boolean numbers = distinct.stream().allMatch(name -> name.matches("[+-]?\\d+"));
        return new ClassNames(distinct.stream()
                .sorted(numbers ? Comparator.comparing(BigInteger::new) : Comparator.naturalOrder())
                .toList());
    }

    /** Returns the class of each row. */
    int[] indices(List<ChannelRow> rows) {
        return rows.stream()
                .mapToInt(row -> names.indexOf(row.label().orElseThrow()))
                .toArray();
    }
}
