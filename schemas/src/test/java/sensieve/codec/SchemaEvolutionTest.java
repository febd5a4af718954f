package sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sensieve.DriftPartial;
import sensieve.DriftReport;
import sensieve.DriftState;
import sensieve.Provenance;
import sensieve.Requester;
import sensieve.RetrainRequest;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.SensorRecord;
import sensieve.Verdict;
import sensieve.sample.SampleSelection;
import sensieve.sample.Samples;

/** Bytes that other writers make: of other schemas, and of this one laid out in other legal ways. */
class SchemaEvolutionTest {
    private static final String FRONT = """
            {"type": "record", "name": "SensorRecord", "namespace": "sensieve", "fields": [
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
        SensorRecord read = codec.reading(List.of(WITHOUT_LABEL)).decode(singleObject(old));

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
        SensorRecord read = codec.reading(List.of(WITHOUT_LABEL, WITH_FIRMWARE)).decode(singleObject(other));

        // Then
        assertThat(Floats.array(read.getValues())).containsExactly(1, 2.5f);
    }

    @Test
    void shouldStillReadTheCurrentSchemaWhenOthersAreAdded() {
        // Given
        SensorRecord current = Samples.record(1, 2);

        // When
        SensorRecord read = codec.reading(List.of(WITHOUT_LABEL, SensorRecord.getClassSchema()))
                .decode(codec.encode(current));

        // Then
        assertThat(read).isEqualTo(current);
    }

    static Stream<Arguments> formerRecords() {
        DriftReport report = DriftReport.newBuilder(Samples.report())
                .setErrorQuantiles(null)
                .setOutOfOrderRecords(0)
                .setLateRecords(0)
                .build();
        DriftPartial partial = new DriftPartial(
                "press", 7, Samples.TIME, 10L, 9L, 0.5, List.of(4L), List.of(.1), List.of(9L), 2L, bytes(4, 5));
        DriftState state = new DriftState("press", 7, Verdict.DRIFT, 2, 0, 1L, 2L, List.of(3L), 4L);
        RetrainRequest request = RetrainRequest.newBuilder(Samples.request())
                .setRequestedBy(Requester.DRIFT)
                .build();
        RetrainRequest plain = RetrainRequest.newBuilder(request)
                .clearFaulty()
                .clearAction()
                .clearTargetVersion()
                .build();
        Selection selection = SampleSelection.ofTwoInThree();
        Provenance provenance = Provenance.newBuilder(selection.getProvenance())
                .clearChampionVersion()
                .clearChampionError()
                .clearChurn()
                .clearRepublishOf()
                .clearFaulty()
                .build();
        SelectionPointer pointer = new SelectionPointer("press", 7, Samples.TIME, true);
        return Stream.of(
                Arguments.of(Samples.report(), "d580fd35b71bd568", report),
                Arguments.of(
                        partial,
                        "f887d243341aeb54",
                        DriftPartial.newBuilder(partial)
                                .setOutOfOrder(0)
                                .setErrors(bytes())
                                .build()),
                Arguments.of(
                        state,
                        "28a6b4a1ecaacfaa",
                        DriftState.newBuilder(state).setLate(0).build()),
                Arguments.of(
                        request,
                        "77f92e52fcf3b163",
                        RetrainRequest.newBuilder(plain).setEvidence(report).build()),
                Arguments.of(request, "72be80889e64ef69", plain),
                Arguments.of(
                        selection,
                        "0bb0f96929568f3d",
                        Selection.newBuilder(selection)
                                .setProvenance(provenance)
                                .build()),
                Arguments.of(
                        pointer,
                        "c8275bd00a8a4262",
                        SelectionPointer.newBuilder(pointer).clearPinned().build()));
    }

    @ParameterizedTest
    @MethodSource("formerRecords")
    void shouldReadDefaultsWhenTheWriterIsOfAFormerRelease(
            SpecificRecord current, String fingerprint, SpecificRecord expected) throws IOException {
        // Given
        Schema former = FormerSchemas.of(current.getSchema()).stream()
                .filter(schema -> "%016x"
                        .formatted(SchemaNormalization.parsingFingerprint64(schema))
                        .equals(fingerprint))
                .findAny()
                .orElseThrow();
        AvroCodec<SpecificRecord> codec = AvroCodec.ofTypes(List.of(current.getClass()));
        byte[] bytes = singleObject(as(former, codec.encode(current), current.getSchema()));

        // When
        SpecificRecord read = codec.decode(bytes);

        // Then
        assertThat(read).isEqualTo(expected);
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
        assertThatThrownBy(() -> codec.reading(List.of(doubles)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema sensieve.SensorRecord cannot be read as the current one")
                .hasMessageContaining("DOUBLE");
    }

    @Test
    void shouldRefuseASchemaWhenItIsOfAnotherRecord() {
        // Given
        Schema foreign = parse("""
                {"type": "record", "name": "Weather", "namespace": "other", "fields": []}""");

        // When / Then
        assertThatThrownBy(() -> codec.reading(List.of(foreign)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schema other.Weather is none of [sensieve.SensorRecord]");
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

    /** What a writer of {@code former} would have made of the record. */
    private static GenericRecord as(Schema former, byte[] bytes, Schema current) throws IOException {
        return new GenericDatumReader<GenericRecord>(current, former)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes, AvroCodec.HEADER_BYTES, bytes.length - AvroCodec.HEADER_BYTES, null));
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
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
