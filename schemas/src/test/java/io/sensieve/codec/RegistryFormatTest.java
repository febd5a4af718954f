package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.ReducedRecord;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorRecord;
import io.sensieve.codec.CodecException.Reason;
import io.sensieve.sample.Samples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in the wire format of schema registries. */
class RegistryFormatTest {
    private static final AvroCodec<SensorRecord> PLAIN = AvroCodec.of(SensorRecord.class);
    private static final SensorRecord RECORD = Samples.record(1.5f, Float.NaN, -3f);

    private final Numbers registry = new Numbers();
    private final AvroCodec<SensorRecord> codec = PLAIN.withRegistry(registry, "sensor.records");

    /** A registry in memory, which counts what it is asked and may be away. */
    private static final class Numbers implements SchemaRegistry {
        private final Map<String, List<Integer>> subjects = new HashMap<>();
        private final List<Schema> schemas = new ArrayList<>();
        private int first = 300;
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
            if (away) {
                throw new RegistryUnavailableException("away", null);
            }
            return id < first || id >= first + schemas.size() ? Optional.empty() : Optional.of(schemas.get(id - first));
        }
    }

    static Stream<SpecificRecord> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @SuppressWarnings("unchecked")
    void shouldBeZeroIdAndTheSameBodyWhenEncoded(SpecificRecord sample) {
        // Given
        AvroCodec<SpecificRecord> plain = AvroCodec.of((Class<SpecificRecord>) sample.getClass());
        AvroCodec<SpecificRecord> registered = plain.withRegistry(registry, "t");

        // When
        byte[] bytes = registered.encode(sample);

        // Then
        byte[] single = plain.encode(sample);
        assertThat(bytes).startsWith(0, 0, 0, 1, 44);
        assertThat(Arrays.copyOfRange(bytes, 5, bytes.length))
                .isEqualTo(Arrays.copyOfRange(single, AvroCodec.HEADER_BYTES, single.length));
        assertThat(registered.decode(bytes)).isEqualTo(sample);
        assertThat(registered.decode(single)).isEqualTo(sample);
        assertThat(registry.subjects).containsOnlyKeys("t-value");
    }

    @Test
    void shouldKeepTypesApartWhenATopicHoldsSeveral() {
        // Given
        AvroCodec<SpecificRecord> both = AvroCodec.<SpecificRecord>ofTypes(
                        List.of(Selection.class, SelectionPointer.class))
                .withRegistry(registry, "sensor.selections");
        SelectionPointer pointer = new SelectionPointer("press", 7, Samples.TIME, true, ByteBuffer.allocate(0));

        // When / Then
        assertThat(both.decode(both.encode(pointer))).isEqualTo(pointer);
        assertThat(both.decode(both.encode(Samples.selection()))).isEqualTo(Samples.selection());
        assertThat(registry.subjects)
                .containsOnlyKeys(
                        "sensor.selections-io.sensieve.Selection", "sensor.selections-io.sensieve.SelectionPointer");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldSayThatTheSchemaIsUnknownWhenTheRegistryLacksTheId(int id) {
        // Given
        byte[] bytes = withId(id, body(PLAIN.encode(RECORD)));

        // When / Then
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA))
                .hasMessageContaining("id " + id);
    }

    @Test
    void shouldSayWhatItIsWhenTheIdIsOfAnotherType() {
        // Given
        AvroCodec<ReducedRecord> others = AvroCodec.of(ReducedRecord.class).withRegistry(registry, "sensor.reduced");
        byte[] bytes = others.encode(new ReducedRecord("press", 7, Samples.TIME, Floats.view(new float[] {1})));

        // When / Then
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA))
                .hasMessageContaining("io.sensieve.ReducedRecord")
                .hasMessageContaining("io.sensieve.SensorRecord");
    }

    @Test
    void shouldBeCorruptOrWithoutHeaderWhenBytesAreCutOff() {
        // Given
        byte[] bytes = codec.encode(RECORD);

        // When / Then
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            Reason expected = length < 5 ? Reason.BAD_HEADER : Reason.CORRUPT;
            assertThatThrownBy(() -> codec.decode(cut))
                    .isInstanceOfSatisfying(
                            CodecException.class, e -> assertThat(e.reason()).isEqualTo(expected));
        }
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("bytes follow");
    }

    @Test
    void shouldNotRejectTheRecordWhenTheRegistryIsUnavailable() {
        // Given
        byte[] bytes = codec.encode(RECORD);
        registry.away = true;

        // When / Then
        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(RegistryUnavailableException.class);
        registry.away = false;
        assertThat(codec.decode(bytes)).isEqualTo(RECORD);
        registry.away = true;
        assertThat(codec.decode(bytes)).isEqualTo(RECORD);
    }

    @Test
    void shouldNameTheSettingWhenBytesNeedARegistryAndThereIsNone() {
        // When / Then
        assertThatThrownBy(() -> PLAIN.decode(codec.encode(RECORD)))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_HEADER))
                .hasMessageContaining("schema.registry.url");
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
