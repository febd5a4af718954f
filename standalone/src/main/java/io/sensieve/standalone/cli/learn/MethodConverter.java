package io.sensieve.standalone.cli.learn;

import io.sensieve.trainer.learn.SelectionMethod;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the label of a method, and lists all labels for help and completion. */
final class MethodConverter implements ITypeConverter<SelectionMethod>, Iterable<String> {
    @Override
    public SelectionMethod convert(String label) {
        try {
            return SelectionMethod.of(label);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + label + "' must be one of: " + String.join(", ", this));
        }
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(SelectionMethod.values())
                .map(SelectionMethod::label)
                .iterator();
    }
}
