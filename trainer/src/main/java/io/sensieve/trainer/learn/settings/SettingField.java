package io.sensieve.trainer.learn.settings;

import io.sensieve.service.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Binds one component of a settings record to its setting: the definition, the text of its value, and how to read it.
 *
 * @param <R> the settings record
 * @param name name of the setting, without the prefix {@code train.}
 * @param allowed values that the setting can take; null for every value of its type
 * @param value text of the component, as provenance keeps it
 * @param reader replaces the component by the setting's value
 */
record SettingField<R>(
        String name,
        Type type,
        @Nullable Validator allowed,
        Importance importance,
        String documentation,
        Function<R, String> value,
        Reader<R> reader) {
    private static final int MAX_UNITS = 100_000;
    private static final String UNITS = "whole numbers from 1 to " + MAX_UNITS + ", separated by commas";

    /** Reads a setting's value into a copy of a settings record. */
    interface Reader<R> {
        R read(R record, Settings settings, String key);
    }

    /** Returns a copy of a settings record with another value of one component. */
    interface Wither<R, T> {
        R with(R record, T value);
    }

    /** A whole number of at least {@code min} and at most {@code max}. */
    static <R> SettingField<R> wholeNumber(
            String name, int min, int max, Function<R, Integer> get, Wither<R, Integer> set, String documentation) {
        return new SettingField<>(
                name,
                Type.INT,
                max == Integer.MAX_VALUE ? Range.atLeast(min) : Range.between(min, max),
                Importance.LOW,
                documentation,
                get.andThen(String::valueOf),
                (record, settings, key) -> set.with(record, settings.getInt(key)));
    }

    /** A single-precision number from {@code min} to {@code max}. */
    static <R> SettingField<R> number(
            String name, double min, double max, Function<R, Float> get, Wither<R, Float> set, String documentation) {
        return new SettingField<>(
                name,
                Type.DOUBLE,
                Range.between(min, max),
                Importance.LOW,
                documentation,
                get.andThen(String::valueOf),
                (record, settings, key) -> set.with(record, (float) settings.getDouble(key)));
    }

    /** A double-precision number in a range. */
    static <R> SettingField<R> number(
            String name, Range range, Function<R, Double> get, Wither<R, Double> set, String documentation) {
        return new SettingField<>(
                name,
                Type.DOUBLE,
                range,
                Importance.LOW,
                documentation,
                get.andThen(String::valueOf),
                (record, settings, key) -> set.with(record, settings.getDouble(key)));
    }

    /** True or false. */
    static <R> SettingField<R> flag(
            String name, Function<R, Boolean> get, Wither<R, Boolean> set, String documentation) {
        return new SettingField<>(
                name,
                Type.BOOLEAN,
                null,
                Importance.LOW,
                documentation,
                get.andThen(String::valueOf),
                (record, settings, key) -> set.with(record, settings.getBoolean(key)));
    }

    /** The label of one of some values. */
    static <R, E> SettingField<R> choice(
            String name,
            List<E> choices,
            Function<E, String> label,
            Function<R, E> get,
            Wither<R, E> set,
            String documentation) {
        return new SettingField<>(
                name,
                Type.STRING,
                ValidString.in(choices.stream().map(label).toArray(String[]::new)),
                Importance.LOW,
                documentation,
                get.andThen(label),
                (record, settings, key) -> set.with(
                        record,
                        choices.stream()
                                .filter(choice -> label.apply(choice).equals(settings.getString(key)))
                                .findAny()
                                .orElseThrow()));
    }

    /** Numbers of units of layers, separated by commas; may be empty. */
    static <R> SettingField<R> units(
            String name, Function<R, List<Integer>> get, Wither<R, List<Integer>> set, String documentation) {
        return new SettingField<>(
                name,
                Type.STRING,
                LambdaValidator.with(SettingField::checkUnits, () -> UNITS),
                Importance.LOW,
                documentation,
                get.andThen(units -> units.stream().map(String::valueOf).collect(Collectors.joining(","))),
                (record, settings, key) -> set.with(record, parseUnits(settings.getString(key))));
    }

    /** The same field with another importance in the reference. */
    SettingField<R> withImportance(Importance other) {
        return new SettingField<>(name, type, allowed, other, documentation, value, reader);
    }

    /** The same field, as a field of the record that holds this field's record. */
    <S> SettingField<S> within(Function<S, R> get, Wither<S, R> set) {
        return new SettingField<>(
                name,
                type,
                allowed,
                importance,
                documentation,
                get.andThen(value),
                (outer, settings, key) -> set.with(outer, reader.read(get.apply(outer), settings, key)));
    }

    /**
     * Adds the setting, with the default of one preset, to a definition; names the value of the paper if it differs.
     */
    void define(ConfigDef definition, String prefix, R defaults, R paper, UnaryOperator<String> paperNote) {
        String standard = value.apply(defaults);
        String ofPaper = value.apply(paper);
        definition.define(
                prefix + name,
                type,
                standard,
                allowed,
                importance,
                standard.equals(ofPaper) ? documentation : documentation + paperNote.apply(ofPaper));
    }

    private static List<Integer> parseUnits(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(units -> Integer.valueOf(units.trim()))
                        .toList();
    }

    private static void checkUnits(String key, Object value) {
        try {
            if (parseUnits((String) value).stream().allMatch(units -> units >= 1 && units <= MAX_UNITS)) {
                return;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "must be " + UNITS);
        }
        throw new ConfigException(key, value, "must be " + UNITS);
    }
}
