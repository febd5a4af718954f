package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.BufferedRecord;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import io.sensieve.streams.state.LayoutMonitorState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the schemas of the app's private records. State stores, changelogs and the repartition topic begin each value
 * with the fingerprint of its schema: after a change of a schema the app cannot read the state of an earlier release,
 * unless the codec keeps the earlier schema.
 */
class StateFingerprintsTest {
    private static final int SAMPLES = 20;
    private static final long SEED = 4;

    @Test
    void shouldKeepTheFingerprintsWhenReleased() {
        // When
        String actual = types().map(StateFingerprintsTest::schema)
                .map(schema ->
                        "%016x %s\n".formatted(SchemaNormalization.parsingFingerprint64(schema), schema.getName()))
                .collect(Collectors.joining());

        // Then
        assertThat(actual).isEqualTo("""
                ba341e376259aecd BufferedRecord
                fe528d4b9aaa9350 DriftPartial
                a3a0a9a6670f2e4d DriftState
                1fbf3bb64342e009 LayoutMonitorState
                """);
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldEncodeTheSameBytesWhenDecoded(Class<? extends SpecificRecord> type) throws IOException {
        // Given
        AvroCodec<? extends SpecificRecord> codec = AvroCodec.of(type);
        for (byte[] bytes : samples(schema(type))) {
            // When / Then
            assertThat(reencoded(codec, bytes)).isEqualTo(bytes);
        }
    }

    private static <T extends SpecificRecord> byte[] reencoded(AvroCodec<T> codec, byte[] bytes) {
        return codec.encode(codec.decode(bytes));
    }

    private static Schema schema(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type);
    }

    /** Random records as single-object encoding. */
    private static List<byte[]> samples(Schema schema) throws IOException {
        GenericDatumWriter<Object> writer = new GenericDatumWriter<>(schema);
        List<byte[]> samples = new ArrayList<>();
        for (Object record : new RandomData(schema, SAMPLES, SEED)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(AvroCodec.singleObjectHeader(schema));
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            writer.write(record, encoder);
            encoder.flush();
            samples.add(out.toByteArray());
        }
        return samples;
    }

    static Stream<Class<? extends SpecificRecord>> types() {
        return Stream.of(BufferedRecord.class, DriftPartial.class, DriftState.class, LayoutMonitorState.class);
    }
}
