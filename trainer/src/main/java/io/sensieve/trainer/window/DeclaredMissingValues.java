package io.sensieve.trainer.window;

import io.sensieve.MissingValue;
import io.sensieve.Selection;
import io.sensieve.model.MissingValues;
import io.sensieve.service.Settings;
import io.sensieve.topic.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Holds the values that stand for a missing one because the operator says so: in all layouts, or in one. The windows
 * replace them by NaN, and published selections list them for the streams app. Immutable.
 */
public final class DeclaredMissingValues {
    public static final String MISSING_VALUES = "missing.values";

    private static final String ALLOWED =
            "numbers, separated by commas; LAYOUT:NUMBER is for one layout, for example -200,turbine:9999";

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    /** Key of the values of all layouts; no layout has this name. */
    private static final String ALL = "";

    /** No values. */
    public static final DeclaredMissingValues NONE = of("");

    private final Map<String, Set<Float>> values;

    private DeclaredMissingValues(Map<String, Set<Float>> values) {
        this.values = values;
    }

    /** Adds the key to {@code definition}. */
    public static void define(ConfigDef definition) {
        definition.define(
                MISSING_VALUES,
                Type.STRING,
                "",
                LambdaValidator.with(DeclaredMissingValues::check, () -> ALLOWED),
                Importance.MEDIUM,
                "Numbers that devices send instead of a measurement. They count as missing in the windows, and in the"
                        + " streams app from the next selection on. -200,turbine:9999: -200 in all layouts, and 9999 in"
                        + " the layout turbine.");
    }

    /** Reads the validated setting. */
    public static DeclaredMissingValues of(Settings settings) {
        return of(settings.getString(MISSING_VALUES));
    }

    /**
     * Parses the text of the setting.
     *
     * @throws IllegalArgumentException if a part is neither a number nor a layout with a number
     */
    public static DeclaredMissingValues of(String text) {
        Map<String, Set<Float>> values = new HashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String layout = part.substring(0, Math.max(0, colon)).trim();
            if (colon >= 0 && !Keys.isLayout(layout)) {
                throw new IllegalArgumentException(part);
            }
            values.computeIfAbsent(colon < 0 ? ALL : layout, key -> new LinkedHashSet<>())
                    .add(number(part.substring(colon + 1).trim()));
        }
        return new DeclaredMissingValues(values);
    }

    private static float number(String text) {
        float value = NUMBER.matcher(text).matches() ? Float.parseFloat(text) : Float.NaN;
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static void check(String key, Object text) {
        try {
            var unused = of((String) text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, text, "must be " + ALLOWED);
        }
    }

    /**
     * Replaces the values in a record by NaN.
     *
     * @param record D values
     */
    void mask(String layout, float[] record) {
        mask(values.getOrDefault(ALL, Set.of()), record);
        mask(values.getOrDefault(layout, Set.of()), record);
    }

    private static void mask(Set<Float> missing, float[] record) {
        for (float value : missing) {
            for (int i = 0; i < record.length; i++) {
                if (record[i] == value) {
                    record[i] = Float.NaN;
                }
            }
        }
    }

    /** Returns the selection with the values of its layout, for each channel, beside those that it lists. */
    public Selection addTo(Selection selection) {
        Set<Float> declared = new LinkedHashSet<>(values.getOrDefault(ALL, Set.of()));
        declared.addAll(values.getOrDefault(selection.getLayout(), Set.of()));
        MissingValues listed = MissingValues.of(selection.getMissingValues());
        List<MissingValue> all = new ArrayList<>(selection.getMissingValues());
        for (int channel = 0; channel < selection.getChannelNames().size(); channel++) {
            for (float value : declared) {
                if (!listed.isMissing(channel, value)) {
                    all.add(new MissingValue(channel, value));
                }
            }
        }
        return all.size() == selection.getMissingValues().size()
                ? selection
                : Selection.newBuilder(selection).setMissingValues(all).build();
    }
}
