package io.sensieve.standalone.client;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Renders Avro records as JSON. NaN and infinities are strings, times are ISO 8601. */
public final class AvroJson {
    private AvroJson() {}

    /** Renders a record as one line. */
    public static String render(SpecificRecord value) {
        return SpecificData.get().toString(value);
    }
}
