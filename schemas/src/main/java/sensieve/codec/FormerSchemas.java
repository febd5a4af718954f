package sensieve.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/**
 * What a record type looked like before: the resources {@code NAME-1.avsc}, {@code NAME-2.avsc} and so on of the folder
 * {@code sensieve/former}. Topics and changelogs still hold records that were written so.
 */
final class FormerSchemas {
    private FormerSchemas() {}

    /** The former schemas of {@code type}, oldest first. */
    static List<Schema> of(Schema type) {
        List<Schema> schemas = new ArrayList<>();
        for (int number = 1; ; number++) {
            String resource = "/sensieve/former/" + type.getName() + "-" + number + ".avsc";
            try (InputStream file = FormerSchemas.class.getResourceAsStream(resource)) {
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
