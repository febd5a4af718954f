package io.sensieve.streams.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.codec.RegistryUnavailableException;
import io.sensieve.codec.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Records read in place and outputs written directly, in the wire format of schema registries. */
class RegistryRecordsTest {
    private static final Instant TIME = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final AvroCodec<SensorRecord> PLAIN = AvroCodec.of(SensorRecord.class);
    private static final SensorRecord RECORD =
            new SensorRecord("press", TIME, 3, Floats.view(new float[] {1.5f, Float.NaN, -3f}));

    private final Numbers registry = new Numbers();
    private final AvroCodec<SensorRecord> codec = PLAIN.withRegistry(registry, "sensor.records");

    /** Registry in memory that counts its requests and can be unavailable. */
    private static final class Numbers implements SchemaRegistry {
        private final Map<String, List<Integer>> subjects = new HashMap<>();
        private final List<Schema> schemas = new ArrayList<>();
        private int first = 300;
        private int requests;
        private boolean away;

        int add(Schema schema) {
            schemas.add(schema);
            return first + schemas.size() - 1;
        }

        @Override
        public int id(String subject, Schema schema) {
            int known = schemas.indexOf(schema);
            int id = known < 0 ? add(schema) : first + known;
            subjects.computeIfAbsent(subject, name -> new ArrayList<>()).add(id);
            return id;
        }

        @Override
        public Optional<Schema> schema(int id) {
            requests++;
            if (away) {
                throw new RegistryUnavailableException("away", null);
            }
            return id < first || id >= first + schemas.size() ? Optional.empty() : Optional.of(schemas.get(id - first));
        }
    }

    @Test
    void shouldReadInPlaceWithoutARequestWhenTheIdIsKnown() {
        // Given
        SensorRecordView view = new SensorRecordView(codec);
        byte[] bytes = codec.encode(RECORD);
        assertThat(view.readInPlace(bytes)).isFalse();
        view.read(bytes);
        int before = registry.requests;

        // When
        boolean inPlace = view.readInPlace(bytes);

        // Then
        assertThat(inPlace).isTrue();
        assertThat(registry.requests).isEqualTo(before).isEqualTo(1);
        assertThat(view.length()).isEqualTo(3);
        assertThat(view.value(0)).isEqualTo(1.5f);
        assertThat(view.layout()).isEqualTo(RECORD.getLayout());
        assertThat(view.readInPlace(PLAIN.encode(RECORD))).isTrue();
        assertThat(new SensorRecordView(PLAIN).readInPlace(bytes)).isFalse();
    }

    @Test
    void shouldReadInPlaceWhenTheSchemaWasRegisteredInAnotherSpelling() {
        // Given: the same fields with docs of their own and without Java's string type
        Schema own = new org.apache.avro.SchemaParser().parse("""
                        {"type": "record", "name": "SensorRecord", "namespace": "io.sensieve", "doc": "theirs", "fields": [
                          {"name": "layout", "type": "string", "doc": "fleet"},
                          {"name": "timestamp", "type": "long"},
                          {"name": "label", "type": ["null", "int"]},
                          {"name": "values", "type": {"type": "array", "items": "float"}}]}""").mainSchema();
        byte[] bytes = withId(registry.add(own), body(PLAIN.encode(RECORD)));
        SensorRecordView view = new SensorRecordView(codec);

        // When
        view.read(bytes);

        // Then
        assertThat(view.readInPlace(bytes)).isTrue();
        assertThat(view.timestamp()).isEqualTo(RECORD.getTimestamp().toEpochMilli());
    }

    @Test
    void shouldResolveWhenTheWriterHasOtherFields() throws IOException {
        // Given
        Schema other = SchemaBuilder.record("SensorRecord")
                .namespace("io.sensieve")
                .fields()
                .requiredLong("timestamp")
                .requiredInt("site")
                .requiredString("layout")
                .name("values")
                .type(Schema.createArray(Schema.create(Schema.Type.FLOAT)))
                .noDefault()
                .endRecord();
        GenericRecord record = new GenericData.Record(other);
        record.put("timestamp", 5L);
        record.put("site", 9);
        record.put("layout", "press");
        record.put("values", List.of(1f, 2f));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(other).write(record, encoder);
        encoder.flush();
        byte[] bytes = withId(registry.add(other), out.toByteArray());
        SensorRecordView view = new SensorRecordView(codec);

        // When
        view.read(bytes);
        view.read(bytes);

        // Then
        assertThat(view.readInPlace(bytes)).isFalse();
        view.read(bytes);
        assertThat(view.value(1)).isEqualTo(2f);
        assertThat(view.timestamp()).isEqualTo(5);
        assertThat(registry.requests).isEqualTo(1);
    }

    @Test
    void shouldWriteTheSameBytesAsTheCodecsWhenOutputsAreEncodedDirectly() {
        // Given
        AvroCodec<ReducedRecord> reduced = AvroCodec.of(ReducedRecord.class).withRegistry(registry, "sensor.reduced");
        AvroCodec<Reconstruction> reconstructions =
                AvroCodec.of(Reconstruction.class).withRegistry(registry, "sensor.reconstructions");
        OutputEncoder encoder = OutputEncoder.of(reduced, reconstructions, "press", 7);
        SensorRecordView view = new SensorRecordView(codec);
        view.read(codec.encode(RECORD));
        long time = RECORD.getTimestamp().toEpochMilli();
        float[] values = {1, 2, 3};

        // When / Then
        assertThat(encoder.reduced(view, new int[] {0, 2}))
                .isEqualTo(reduced.encode(
                        new ReducedRecord("press", 7, RECORD.getTimestamp(), Floats.view(new float[] {1.5f, -3f}))));
        assertThat(encoder.reconstruction(time, 0.5f, values))
                .isEqualTo(reconstructions.encode(
                        new Reconstruction("press", 7, RECORD.getTimestamp(), 0.5f, Floats.view(values))));
    }

    private static byte[] body(byte[] single) {
        return Arrays.copyOfRange(single, AvroCodec.HEADER_BYTES, single.length);
    }

    private static byte[] withId(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }
}
