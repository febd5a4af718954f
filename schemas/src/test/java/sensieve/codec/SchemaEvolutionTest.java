package sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import sensieve.DriftWatch;
import sensieve.Provenance;
import sensieve.ReferenceProfile;
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
        DriftReport third =
                DriftReport.newBuilder(Samples.report()).clearReasons().build();
        DriftReport second = DriftReport.newBuilder(third)
                .clearOpen()
                .clearWassersteinMax()
                .clearRepeatedShare()
                .clearDetectors()
                .clearFaulty()
                .clearProbation()
                .build();
        DriftReport first = DriftReport.newBuilder(second)
                .clearErrorQuantiles()
                .clearOutOfOrderRecords()
                .clearLateRecords()
                .build();
        DriftPartial partial = sample(DriftPartial.class);
        DriftPartial thirdPartial = DriftPartial.newBuilder(partial)
                .clearBatchStatistics()
                .clearBatchFreedoms()
                .build();
        DriftPartial secondPartial = DriftPartial.newBuilder(thirdPartial)
                .clearBlocks()
                .clearSampled()
                .clearCompared()
                .clearRepeated()
                .clearOutside()
                .clearLowest()
                .clearHighest()
                .clearShadowRecords()
                .clearShadowErrorSum()
                .clearOwnErrorSum()
                .build();
        DriftState state = new DriftState("press", 7, Verdict.DRIFT, 2, 0, 1L, 2L, List.of(3L), 4L);
        DriftWatch watch = sample(DriftWatch.class);
        RetrainRequest request = RetrainRequest.newBuilder(Samples.request())
                .setRequestedBy(Requester.DRIFT)
                .build();
        RetrainRequest thirdRequest =
                RetrainRequest.newBuilder(request).setEvidence(third).build();
        RetrainRequest secondRequest = RetrainRequest.newBuilder(request)
                .clearFaulty()
                .clearAction()
                .clearTargetVersion()
                .setEvidence(second)
                .build();
        Selection selection = SampleSelection.ofTwoInThree();
        Provenance provenance = Provenance.newBuilder(selection.getProvenance())
                .clearChampionVersion()
                .clearChampionError()
                .clearChurn()
                .clearRepublishOf()
                .clearFaulty()
                .build();
        SelectionPointer pointer = sample(SelectionPointer.class);
        SelectionPointer secondPointer =
                SelectionPointer.newBuilder(pointer).clearSignature().build();
        return Stream.of(
                Arguments.of(Samples.report(), 1, "d580fd35b71bd568", first),
                Arguments.of(Samples.report(), 2, "a60b813bb143faad", second),
                Arguments.of(Samples.report(), 3, "946278ef164f20bf", third),
                Arguments.of(request, 3, "81cb1a9fa31a53c7", thirdRequest),
                Arguments.of(partial, 3, "fe0d506a9bef7436", thirdPartial),
                Arguments.of(
                        partial,
                        1,
                        "f887d243341aeb54",
                        DriftPartial.newBuilder(secondPartial)
                                .clearOutOfOrder()
                                .clearErrors()
                                .build()),
                Arguments.of(partial, 2, "b829b6a7af3c2a0c", secondPartial),
                Arguments.of(
                        state,
                        1,
                        "28a6b4a1ecaacfaa",
                        DriftState.newBuilder(state).setLate(0).build()),
                Arguments.of(
                        watch,
                        1,
                        "36dac862cfac292c",
                        DriftWatch.newBuilder(watch).clearConstant().build()),
                Arguments.of(
                        request,
                        1,
                        "77f92e52fcf3b163",
                        RetrainRequest.newBuilder(secondRequest)
                                .setEvidence(first)
                                .build()),
                Arguments.of(request, 2, "72be80889e64ef69", secondRequest),
                Arguments.of(
                        selection,
                        1,
                        "0bb0f96929568f3d",
                        Selection.newBuilder(selection)
                                .setReference(ReferenceProfile.newBuilder(selection.getReference())
                                        .clearLowest()
                                        .clearHighest()
                                        .clearMissing()
                                        .clearRepeats()
                                        .build())
                                .setProvenance(provenance)
                                .clearSignature()
                                .build()),
                Arguments.of(
                        selection,
                        2,
                        "41301289fc62181c",
                        Selection.newBuilder(selection).clearSignature().build()),
                Arguments.of(
                        pointer,
                        1,
                        "c8275bd00a8a4262",
                        SelectionPointer.newBuilder(secondPointer).clearPinned().build()),
                Arguments.of(pointer, 2, "bc8c205232396189", secondPointer));
    }

    private static <T extends SpecificRecord> T sample(Class<T> type) {
        return Samples.all().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("formerRecords")
    void shouldReadDefaultsWhenTheWriterIsOfAFormerRelease(
            SpecificRecord current, int number, String fingerprint, SpecificRecord expected) throws IOException {
        // Given
        Schema former = FormerSchemas.of(current.getSchema()).get(number - 1);
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

    private static byte[] singleObject(GenericRecord value) throws IOException {
        return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), value.getSchema())
                .encode(value)
                .array();
    }

    private static Schema parse(String json) {
        return new SchemaParser().parse(json).mainSchema();
    }
}
