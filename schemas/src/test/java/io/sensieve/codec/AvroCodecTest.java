package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorRecord;
import io.sensieve.codec.CodecException.Reason;
import io.sensieve.sample.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroCodecTest {
    private static final int FLIPS = 3_000;

    static List<SpecificRecord> records() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatItWrote(SpecificRecord written) {
        // Given
        AvroCodec<SpecificRecord> codec = codecOf(written);

        // When
        SpecificRecord read = codec.decode(codec.encode(written));

        // Then
        assertThat(read).isInstanceOf(written.getClass()).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldWriteTheSameBytesAsAvrosOwnEncoder(SpecificRecord written) throws IOException {
        // Given
        BinaryMessageEncoder<SpecificRecord> stock =
                new BinaryMessageEncoder<>(SpecificData.getForSchema(written.getSchema()), written.getSchema());

        // When
        byte[] bytes = codecOf(written).encode(written);

        // Then
        assertThat(ByteBuffer.wrap(bytes)).isEqualTo(stock.encode(written));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldBeReadByAvrosOwnDecoderWhenItWrote(SpecificRecord written) throws IOException {
        // Given
        BinaryMessageDecoder<SpecificRecord> stock =
                new BinaryMessageDecoder<>(SpecificData.getForSchema(written.getSchema()), written.getSchema());

        // When
        SpecificRecord read = stock.decode(codecOf(written).encode(written));

        // Then
        assertThat(read).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadTheSameRecordWhenAProgramWithoutItsClassesPassesItOn(SpecificRecord written) throws IOException {
        // Given
        AvroCodec<SpecificRecord> codec = codecOf(written);
        Schema schema = new SchemaParser().parse(written.getSchema().toString()).mainSchema();
        GenericData generic = new GenericData();

        // When
        GenericRecord passed = new BinaryMessageDecoder<GenericRecord>(generic, schema).decode(codec.encode(written));
        ByteArrayOutputStream passedOn = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(generic, schema).encode(passed, passedOn);

        // Then
        assertThat(codec.decode(passedOn.toByteArray())).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldRefuseTheHeaderWhenAnyByteOfItIsFlipped(SpecificRecord written) {
        // Given
        AvroCodec<SpecificRecord> codec = codecOf(written);
        byte[] bytes = codec.encode(written);

        for (int i = 0; i < AvroCodec.HEADER_BYTES; i++) {
            // When
            byte[] flipped = bytes.clone();
            flipped[i] ^= 0x10;

            // Then
            assertThat(failure(codec, flipped).reason()).isEqualTo(i < 2 ? Reason.BAD_HEADER : Reason.UNKNOWN_SCHEMA);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldRefuseEveryLengthWhenTruncated(SpecificRecord written) {
        // Given
        AvroCodec<SpecificRecord> codec = codecOf(written);
        byte[] bytes = codec.encode(written);

        for (int length = 0; length < bytes.length; length++) {
            // When
            CodecException failure = failure(codec, Arrays.copyOf(bytes, length));

            // Then
            assertThat(failure.reason())
                    .isEqualTo(length < AvroCodec.HEADER_BYTES ? Reason.BAD_HEADER : Reason.CORRUPT);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldRefuseTheRecordWhenBytesFollowIt(SpecificRecord written) {
        // Given
        AvroCodec<SpecificRecord> codec = codecOf(written);
        byte[] bytes = codec.encode(written);

        // When
        CodecException failure = failure(codec, Arrays.copyOf(bytes, bytes.length + 1));

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(failure).hasMessageContaining("bytes follow");
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldGiveARecordOrACodecExceptionWhenBytesOfTheBodyAreRandom(SpecificRecord written) {
        // Given
        AvroCodec<SpecificRecord> codec = codecOf(written);
        byte[] bytes = codec.encode(written);
        Random random = new Random(7);

        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int at = AvroCodec.HEADER_BYTES + random.nextInt(bytes.length - AvroCodec.HEADER_BYTES);
                flipped[at] = (byte) random.nextInt();
            }

            // When
            try {
                SpecificRecord read = codec.decode(flipped);

                // Then
                assertThat(read).isInstanceOf(written.getClass());
            } catch (CodecException e) {
                assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 617, 10_000})
    void shouldTakeFourBytesAChannelAndASmallHeaderWhenASensorRecordIsWritten(int channels) {
        // Given
        SensorRecord sensorRecord = Samples.record(Samples.values(new Random(1), channels));
        int layout = 1 + "press".length();
        int timestamp = 6;
        int label = 2;
        int count = channels < 64 ? 1 : channels < 8_192 ? 2 : 3;
        int end = 1;

        // When
        byte[] bytes = AvroCodec.of(SensorRecord.class).encode(sensorRecord);

        // Then
        assertThat(bytes).hasSize(4 * channels + AvroCodec.HEADER_BYTES + layout + timestamp + label + count + end);
    }

    @Test
    void shouldKeepValuesThatAreNotFiniteWhenRead() {
        // Given
        float[] values = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE
        };
        AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);

        // When
        SensorRecord read = codec.decode(codec.encode(Samples.record(values)));

        // Then
        assertThat(Floats.array(read.getValues())).containsExactly(values);
    }

    @Test
    void shouldDistinguishTypesWhenSeveralShareATopic() {
        // Given
        AvroCodec<SpecificRecord> codec = AvroCodec.ofTypes(List.of(Selection.class, SelectionPointer.class));
        SelectionPointer pointer = new SelectionPointer("press", 7, Samples.TIME, false, ByteBuffer.allocate(0));

        // When
        SpecificRecord read = codec.decode(codec.encode(pointer));

        // Then
        assertThat(read).isInstanceOf(SelectionPointer.class).isEqualTo(pointer);
        assertThatThrownBy(() -> codec.encode(Samples.layout()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.sensieve.SensorLayout is none of");
    }

    @Test
    void shouldReadTheSameRecordsWhenThreadsShareACodec() throws Exception {
        // Given
        AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            SensorRecord own = Samples.record(Samples.values(new Random(t), 100 + t));
            tasks.add(() -> {
                boolean same = true;
                for (int i = 0; i < 500; i++) {
                    same &= codec.decode(codec.encode(own)).equals(own);
                }
                return same;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);

        // When
        List<Future<Boolean>> outcomes = threads.invokeAll(tasks);
        threads.shutdown();

        // Then
        for (Future<Boolean> outcome : outcomes) {
            assertThat(outcome.get()).isTrue();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // Kafka's serializers pass null for a tombstone
    void shouldPassATombstoneThroughWhenTheSerdeMeetsNull() {
        // Given
        Serde<SensorRecord> serde = AvroCodec.of(SensorRecord.class).serde();

        // When
        byte[] written = serde.serializer().serialize("topic", null);
        SensorRecord read = serde.deserializer().deserialize("topic", null);

        // Then
        assertThat(written).isNull();
        assertThat(read).isNull();
    }

    static AvroCodec<SpecificRecord> codecOf(SpecificRecord value) {
        return AvroCodec.ofTypes(List.of(value.getClass()));
    }

    private static CodecException failure(AvroCodec<?> codec, byte[] bytes) {
        return catchThrowableOfType(CodecException.class, () -> codec.decode(bytes));
    }
}
