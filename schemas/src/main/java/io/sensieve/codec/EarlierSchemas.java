package io.sensieve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/**
 * Loads the earlier schemas of a record type: the resources {@code NAME-1.avsc}, {@code NAME-2.avsc} and so on of the
 * folder {@code io/sensieve/schemas/earlier}. Topics and changelogs may still hold records that were written with them.
 */
final class EarlierSchemas {
    private EarlierSchemas() {}

    /** The earlier schemas of {@code type}, oldest first. */
    static List<Schema> of(Schema type) {
        List<Schema> schemas = new ArrayList<>();
        for (int number = 1; ; number++) {
            String resource = "/io/sensieve/schemas/earlier/" + type.getName() + "-" + number + ".avsc";
            try (InputStream file = EarlierSchemas.class.getResourceAsStream(resource)) {
                if (file == null) {
                    return schemas;
                }
                schemas.add(new SchemaParser().parse(file).mainSchema());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
