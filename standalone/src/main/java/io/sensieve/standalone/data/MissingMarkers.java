package io.sensieve.standalone.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cells of a file that stand for a missing value: empty ones, a few common texts, and what the user names. A number
 * stands for all its spellings.
 */
public final class MissingMarkers {
    private static final Set<String> ALWAYS = Set.of("", "nan", "na", "null", "?");

    /** The markers without any of the user. */
    public static final MissingMarkers COMMON = of(List.of());

    private final Set<String> texts = new HashSet<>();
    private final List<Float> numbers = new ArrayList<>();

    private MissingMarkers() {}

    /** Creates the markers; the case of letters does not matter. */
    public static MissingMarkers of(List<String> named) {
        MissingMarkers markers = new MissingMarkers();
        for (String name : named) {
            markers.texts.add(name.trim().toLowerCase(Locale.ROOT));
            if (RowParser.isNumber(name.trim())) {
                markers.numbers.add(Float.parseFloat(name.trim()));
            }
        }
        return markers;
    }

    /** Whether a cell stands for a missing value. */
    boolean contains(String cell) {
        String text = cell.toLowerCase(Locale.ROOT);
        return ALWAYS.contains(text) || texts.contains(text);
    }

    /** Whether a number stands for a missing value. */
    boolean contains(float value) {
        return !numbers.isEmpty() && numbers.contains(value);
    }
}
