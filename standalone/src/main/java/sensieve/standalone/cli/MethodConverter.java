package sensieve.standalone.cli;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import sensieve.trainer.learn.Method;

/** Reads a method's label, and lists them. */
final class MethodConverter implements ITypeConverter<Method>, Iterable<String> {
    @Override
    public Method convert(String label) {
        return Method.of(label);
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Method.values()).map(Method::label).iterator();
    }
}
