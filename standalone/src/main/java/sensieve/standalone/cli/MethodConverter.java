package sensieve.standalone.cli;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import sensieve.trainer.learn.Method;

/** Reads a method's label, and lists them. */
final class MethodConverter implements ITypeConverter<Method>, Iterable<String> {
    @Override
    public Method convert(String label) {
        try {
            return Method.of(label);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + label + "' must be one of: " + String.join(", ", this));
        }
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Method.values()).map(Method::label).iterator();
    }
}
