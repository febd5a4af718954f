package io.sensieve.standalone.client;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records as JSON, for people and shell tools. NaN and infinities are strings, times are ISO 8601. */
public final class AvroJson {
    private AvroJson() {}

    /** One line of JSON. */
    public static String render(SpecificRecord value) {
        return SpecificData.get().toString(value);
    }
}
