package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.ModelChunk;
import io.sensieve.SensorRecord;
import io.sensieve.sample.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that other writers make: of other schemas, and of this one laid out in other legal ways. */
class SchemaEvolutionTest {
    private static final String FRONT = """
            {"type": "record", "name": "SensorRecord", "namespace": "io.sensieve", "fields": [
              {"name": "layout", "type": "string"},
              {"name": "timestamp", "type": {"type": "long", "logicalType": "timestamp-millis"}}""";
    private static final String BACK = """
            , {"name": "values", "type": {"type": "array", "items": "float"}}]}""";
    private static final Schema WITHOUT_LABEL = parse(FRONT + BACK);
    private static final Schema WITH_FIRMWARE =
            parse(FRONT + ", {\"name\": \"firmware\", \"type\": \"string\"}" + BACK);

    private final AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);

    @Test
    void shouldReadADefaultWhenTheWriterHadNoLabel() throws IOException {
        // Given
        GenericRecord old = oldRecord(WITHOUT_LABEL);

        // When
        SensorRecord read = codec.withWriterSchemas(List.of(WITHOUT_LABEL)).decode(singleObject(old));

        // Then
        assertThat(read.getLabel()).isNull();
        assertThat(read.getTimestamp()).isEqualTo(Samples.TIME);
        assertThat(Floats.array(read.getValues())).containsExactly(1, 2.5f);
    }

    @Test
    void shouldSkipAFieldWhenTheWriterHasMore() throws IOException {
        // Given
        GenericRecord other = oldRecord(WITH_FIRMWARE);
        other.put("firmware", "1.2");

        // When
        SensorRecord read =
                codec.withWriterSchemas(List.of(WITHOUT_LABEL, WITH_FIRMWARE)).decode(singleObject(other));

        // Then
        assertThat(Floats.array(read.getValues())).containsExactly(1, 2.5f);
    }

    @Test
    void shouldStillReadTheCurrentSchemaWhenOthersAreAdded() {
        // Given
        SensorRecord current = Samples.record(1, 2);

        // When
        SensorRecord read = codec.withWriterSchemas(List.of(WITHOUT_LABEL, SensorRecord.getClassSchema()))
                .decode(codec.encode(current));

        // Then
        assertThat(read).isEqualTo(current);
    }

    /** The test's resources hold an earlier schema of {@link ModelChunk}, as a release would that changed it. */
    @Test
    void shouldSkipARemovedFieldWhenTheWriterIsOfAnEarlierRelease() throws IOException {
        // Given
        Schema earlier = EarlierSchemas.of(ModelChunk.getClassSchema()).get(0);
        GenericRecord written = new GenericData.Record(earlier);
        written.put("sha256", "ab12");
        written.put("index", 0);
        written.put("count", 1);
        written.put("data", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        written.put("comment", "a field that the current schema no longer has");

        // When
        ModelChunk read = AvroCodec.of(ModelChunk.class).decode(singleObject(written));

        // Then
        assertThat(read).isEqualTo(new ModelChunk("ab12", 0, 1, ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }

    @Test
    void shouldRefuseARecordWhenItsSchemaWasNotGiven() throws IOException {
        // Given
        byte[] bytes = singleObject(oldRecord(WITHOUT_LABEL));

        // When / Then
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessage("written with an unknown schema, fingerprint %016x"
                        .formatted(SchemaNormalization.parsingFingerprint64(WITHOUT_LABEL)));
    }

    @Test
    void shouldRefuseASchemaWhenItCannotBecomeTheCurrentOne() {
        // Given
        Schema doubles = parse(FRONT + BACK.replace("float", "double"));

        // When / Then
        assertThatThrownBy(() -> codec.withWriterSchemas(List.of(doubles)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema io.sensieve.SensorRecord cannot be read as the current one")
                .hasMessageContaining("DOUBLE");
    }

    @Test
    void shouldRefuseASchemaWhenItIsOfAnotherRecord() {
        // Given
        Schema foreign = parse("""
                {"type": "record", "name": "Weather", "namespace": "other", "fields": []}""");

        // When / Then
        assertThatThrownBy(() -> codec.withWriterSchemas(List.of(foreign)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schema other.Weather is none of [io.sensieve.SensorRecord]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadTheSameRecordWhenAnArrayComesInSeveralBlocks(boolean withByteSizes) throws IOException {
        // Given
        SensorRecord expected = Samples.record(1, 2, 3, 4, 5);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(codec.encode(expected), 0, AvroCodec.HEADER_BYTES);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        encoder.writeString(expected.getLayout());
        encoder.writeLong(expected.getTimestamp().toEpochMilli());
        encoder.writeIndex(1);
        encoder.writeInt(3);
        block(encoder, withByteSizes, 1, 2, 3);
        block(encoder, withByteSizes, 4);
        block(encoder, withByteSizes, 5);
        encoder.writeLong(0);
        encoder.flush();

        // When
        SensorRecord read = codec.decode(out.toByteArray());

        // Then
        assertThat(read).isEqualTo(expected);
    }

    private static void block(BinaryEncoder encoder, boolean withByteSize, float... values) throws IOException {
        encoder.writeLong(withByteSize ? -values.length : values.length);
        if (withByteSize) {
            encoder.writeLong(4L * values.length);
        }
        for (float value : values) {
            encoder.writeFloat(value);
        }
    }

    private static GenericRecord oldRecord(Schema schema) {
        GenericRecord old = new GenericData.Record(schema);
        old.put("layout", "press");
        old.put("timestamp", Samples.TIME.toEpochMilli());
        old.put("values", List.of(1f, 2.5f));
        return old;
    }

    private static byte[] singleObject(GenericRecord value) throws IOException {
        return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), value.getSchema())
                .encode(value)
                .array();
    }

    private static Schema parse(String json) {
        return new SchemaParser().parse(json).mainSchema();
    }
}
