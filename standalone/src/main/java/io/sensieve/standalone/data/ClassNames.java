package io.sensieve.standalone.data;

import io.sensieve.service.SettingException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * The classes that the column {@code label} names: in the order of numbers where all are whole numbers, else of texts.
 *
 * @param names a class is its place here
 */
record ClassNames(List<String> names) {
    private static final String NEEDED = "task = classification needs one in every row";

    ClassNames {
        names = List.copyOf(names);
    }

    /**
     * Collects them.
     *
     * @throws SettingException if a row has none
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

    /** The class of each row. */
    int[] indices(List<ChannelRow> rows) {
        return rows.stream()
                .mapToInt(row -> names.indexOf(row.label().orElseThrow()))
                .toArray();
    }
}
