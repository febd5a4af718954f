package io.sensieve.streams.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.CodecException;
import io.sensieve.codec.Floats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SensorRecordViewTest {
    private static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);
    private static final float[] VALUES = {1.5f, Float.NaN, -0f, Float.NEGATIVE_INFINITY, 7e-40f};

    private final SensorRecordView view = new SensorRecordView(CODEC);

    static Stream<SensorRecord> records() {
        Random random = new Random(1);
        return IntStream.range(0, 200)
                .mapToObj(i -> new SensorRecord(
                        "layout-" + "x".repeat(random.nextInt(i % 10 == 0 ? 300 : 20)),
                        Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64)),
                        random.nextBoolean() ? null : random.nextInt() >> random.nextInt(32),
                        Floats.view(values(random, random.nextInt(200)))));
    }

    private static float[] values(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadTheSameValuesAsAvroWhenRecordsAreRandom(SensorRecord record) {
        // Given
        byte[] bytes = CODEC.encode(record);

        // When
        view.read(bytes);

        // Then
        assertSame(view, CODEC.decode(bytes));
        assertThat(view.bytes()).isSameAs(bytes);
    }

    @Test
    void shouldReadAnArrayWhenItsEncodingIsUnusual() throws IOException {
        // Given
        SensorRecord record = new SensorRecord("press", Instant.ofEpochMilli(-5), 3, Floats.view(VALUES));
        List<Blocks> encodings = List.of(
                new Blocks(false, 5),
                new Blocks(false, 2, 3),
                new Blocks(false, 1, 1, 1, 1, 1),
                new Blocks(true, 5),
                new Blocks(true, 4, 1));

        for (Blocks blocks : encodings) {
            // When
            view.read(blocks.encode(record));

            // Then
            assertSame(view, record);
            assertThat(view.value(3)).isEqualTo(Float.NEGATIVE_INFINITY);
            assertThat(view.firstInfinite()).isEqualTo(3);
        }
    }

    @Test
    void shouldReadRecordOfAnotherWriterWhenItsSchemaIsKnown() throws IOException {
        // Given
        Schema writer = new Schema.Parser().parse("""
                        {"type": "record", "name": "SensorRecord", "namespace": "io.sensieve", "fields": [
                          {"name": "values", "type": {"type": "array", "items": "float"}},
                          {"name": "site", "type": "string"},
                          {"name": "layout", "type": "string"},
                          {"name": "timestamp", "type": "long"}]}
                        """);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(AvroCodec.singleObjectHeader(writer));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(writer)
                .write(
                        new GenericRecordBuilder(writer)
                                .set("values", List.of(1f, 2f))
                                .set("site", "north")
                                .set("layout", "press")
                                .set("timestamp", 9L)
                                .build(),
                        encoder);
        encoder.flush();
        SensorRecordView both = new SensorRecordView(CODEC.withWriterSchemas(List.of(writer)));

        // When
        both.read(out.toByteArray());

        // Then
        assertThat(both.layout()).isEqualTo("press");
        assertThat(both.timestamp()).isEqualTo(9);
        assertThat(both.length()).isEqualTo(2);
        assertThat(both.value(1)).isEqualTo(2);
    }

    @Test
    void shouldReadOrRefuseBytesAsAvroDoesWhenTheyAreDamaged() {
        // Given
        Random random = new Random(7);
        int readable = 0;

        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = damaged(random);
            Optional<SensorRecord> expected = decoded(bytes);

            // When
            boolean read = true;
            try {
                view.read(bytes);
            } catch (CodecException e) {
                read = false;
            }

            // Then
            assertThat(read).as(Arrays.toString(bytes)).isEqualTo(expected.isPresent());
            expected.ifPresent(record -> assertSame(view, record));
            readable += read ? 1 : 0;
        }
        assertThat(readable).isBetween(5_000, 55_000);
    }

    @Test
    void shouldBeEmptyWhenTheLastRecordCouldNotBeRead() {
        // Given
        view.read(CODEC.encode(new SensorRecord("press", Instant.EPOCH, null, Floats.view(VALUES))));

        // When
        try {
            view.read(new byte[] {1, 2, 3});
        } catch (CodecException e) {
            assertThat(e.reason()).isEqualTo(CodecException.Reason.BAD_HEADER);
        }

        // Then
        assertThat(view.length()).isZero();
    }

    /** How the items of an array are divided into blocks, with or without a negative count and the size in bytes. */
    private record Blocks(boolean sized, int... counts) {
        byte[] encode(SensorRecord record) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(AvroCodec.singleObjectHeader(SensorRecord.getClassSchema()));
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            encoder.writeString(record.getLayout());
            encoder.writeLong(record.getTimestamp().toEpochMilli());
            encoder.writeIndex(1);
            encoder.writeInt(record.getLabel());
            int next = 0;
            for (int count : counts) {
                encoder.writeLong(sized ? -count : count);
                if (sized) {
                    encoder.writeLong(4L * count);
                }
                for (int i = 0; i < count; i++) {
                    encoder.writeFloat(record.getValues().get(next++));
                }
            }
            encoder.writeLong(0);
            encoder.flush();
            return out.toByteArray();
        }
    }

    private static byte[] damaged(Random random) {
        byte[] bytes = CODEC.encode(new SensorRecord(
                "L".repeat(random.nextInt(4)),
                Instant.ofEpochMilli(random.nextInt(100)),
                random.nextBoolean() ? null : random.nextInt(100),
                Floats.view(values(random, random.nextInt(4)))));
        for (int flips = random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(6) : random.nextInt());
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
            case 2 ->
                padded(bytes, AvroCodec.HEADER_BYTES + random.nextInt(bytes.length - AvroCodec.HEADER_BYTES), random);
            default -> bytes;
        };
    }

    /** Adds 1 to 10 continuation bytes at {@code at}; a number that ends there keeps its value. */
    private static byte[] padded(byte[] bytes, int at, Random random) {
        int padding = 1 + random.nextInt(10);
        byte[] longer = new byte[bytes.length + padding];
        System.arraycopy(bytes, 0, longer, 0, at + 1);
        longer[at] |= (byte) 0x80;
        Arrays.fill(longer, at + 1, at + padding, (byte) 0x80);
        System.arraycopy(bytes, at + 1, longer, at + 1 + padding, bytes.length - at - 1);
        return longer;
    }

    private static Optional<SensorRecord> decoded(byte[] bytes) {
        try {
            return Optional.of(CODEC.decode(bytes));
        } catch (CodecException e) {
            return Optional.empty();
        }
    }

    private static void assertSame(SensorRecordView view, SensorRecord record) {
        float[] expected = Floats.array(record.getValues());
        float[] copied = new float[expected.length];
        float[] single = new float[expected.length];
        view.values(copied);
        for (int i = 0; i < single.length; i++) {
            single[i] = view.value(i);
        }
        assertThat(view.layout()).isEqualTo(record.getLayout());
        assertThat(view.timestamp()).isEqualTo(record.getTimestamp().toEpochMilli());
        assertThat(view.length()).isEqualTo(expected.length);
        assertThat(copied).isEqualTo(expected);
        assertThat(single).isEqualTo(expected);
        assertThat(view.firstInfinite())
                .isEqualTo(IntStream.range(0, expected.length)
                        .filter(i -> Float.isInfinite(expected[i]))
                        .findFirst()
                        .orElse(-1));
    }
}
