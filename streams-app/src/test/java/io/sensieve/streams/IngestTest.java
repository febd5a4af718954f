package io.sensieve.streams;

import static io.sensieve.streams.Records.record;
import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.ModelChunk;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorLayout;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class IngestTest {
    private static final byte[] KEY = {(byte) 0xFF, 0, 1};

    static Stream<Arguments> unusable() {
        float[] row = PlantedRecords.row(new Random(1));
        byte[] good = record("L", START, row);
        float[] infinite = row.clone();
        infinite[3] = Float.NEGATIVE_INFINITY;
        byte[] negativeSize = good.clone();
        return Stream.of(
                Arguments.of("null-value", KEY, null),
                Arguments.of("null-key", null, good),
                Arguments.of("too-large", KEY, new byte[10_000_000]),
                Arguments.of("bad-header", KEY, new byte[0]),
                Arguments.of("bad-header", KEY, "{\"values\":[1,2]}".getBytes(UTF_8)),
                Arguments.of(
                        "unknown-schema",
                        KEY,
                        AvroCodec.of(ModelChunk.class).encode(new ModelChunk("a", 0, 1, ByteBuffer.allocate(3)))),
                Arguments.of("corrupt", KEY, Arrays.copyOf(good, good.length - 5)),
                Arguments.of("corrupt", KEY, Arrays.copyOf(negativeSize, 10)),
                Arguments.of("corrupt", KEY, Arrays.copyOf(good, good.length + 1)),
                Arguments.of("bad-layout", KEY, record("a/b", START, row)),
                Arguments.of("bad-layout", KEY, record("", START, row)),
                Arguments.of("wrong-length", KEY, record("L", START, Arrays.copyOf(row, 11))),
                Arguments.of("wrong-length", KEY, record("L", START, Arrays.copyOf(row, 13))),
                Arguments.of("wrong-length", KEY, record("L", START)),
                Arguments.of("non-finite", KEY, record("L", START, infinite)));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void shouldKeepBytesAndHeadersInDeadLetterWhenRecordIsUnusable(String reason, byte[] key, byte[] value) {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", new byte[] {1, 2}).add("empty", null);

            // When
            pipeline.records().pipeInput(new TestRecord<>(key, value, headers));
            pipeline.send("good", "L", START, PlantedRecords.row(new Random(2)));

            // Then
            List<TestRecord<byte[], byte[]>> letters = pipeline.read(Topics.DEAD_LETTERS);
            assertThat(letters).hasSize(1);
            TestRecord<byte[], byte[]> letter = letters.get(0);
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(Records.reason(letter)).isEqualTo(reason);
            assertThat(letter.headers().lastHeader("trace").value()).containsExactly(1, 2);
            assertThat(letter.headers().lastHeader("empty").value()).isNull();
            assertThat(Records.header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("sensor.records");
            assertThat(Records.header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
            assertThat(Records.header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            assertThat(Records.header(letter, DeadLetterHeaders.MESSAGE)).isNotBlank();
            assertThat(pipeline.values(Topics.REDUCED)).hasSize(1);
            assertThat(Meters.count(pipeline, "sensieve.records.dead.lettered", "reason", reason))
                    .isEqualTo(1);
            assertThat(Meters.count(pipeline, "sensieve.records.in")).isEqualTo(2);
        }
    }

    @Test
    void shouldCountHeadersTowardsTheSizeWhenTheyAreLarge() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("record.max.bytes", "1000"))) {
            // Given
            byte[] value = record("L", START, PlantedRecords.row(new Random(1)));
            int room = 1000 - KEY.length - value.length - "h".length();
            RecordHeaders fits = new RecordHeaders();
            fits.add("h", new byte[room]);
            RecordHeaders tooLarge = new RecordHeaders();
            tooLarge.add("h", new byte[room + 1]);

            // When
            pipeline.records().pipeInput(new TestRecord<>(KEY, value, fits));
            pipeline.records().pipeInput(new TestRecord<>(KEY, value, tooLarge));

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(Records.reason(letter)).isEqualTo("too-large"));
        }
    }

    @Test
    void shouldDeadLetterRecordWhenItsLayoutMustBeDeclaredAndIsNotWithinTheGrace() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("layouts.undeclared", "dead-letter"))) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.send("d", "L", START, PlantedRecords.row(new Random(1)));

            // When
            pipeline.advance(Duration.ofMillis(4_900));

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).isEmpty();

            // When
            pipeline.advance(Duration.ofMillis(300));

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(Records.reason(letter)).isEqualTo("unknown-layout"));
            assertThat(pipeline.values(Topics.REDUCED)).isEmpty();
        }
    }

    @Test
    void shouldProjectInOrderWhenTheLayoutIsDeclaredAfterItsFirstRecords() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("layouts.undeclared", "dead-letter"))) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            Random random = new Random(1);
            pipeline.send("d", "L", START, PlantedRecords.row(random));
            pipeline.send("d", "L", START.plusMillis(1), 1, 2, 3);
            pipeline.send("d", "L", START.plusMillis(2), PlantedRecords.row(random));

            // When
            pipeline.send(Topics.LAYOUTS, "L", layout("L", PlantedRecords.D));
            pipeline.send("d", "L", START.plusMillis(3), PlantedRecords.row(random));

            // Then
            assertThat(pipeline.values(Topics.REDUCED))
                    .extracting(reduced -> reduced.getTimestamp())
                    .containsExactly(START, START.plusMillis(2), START.plusMillis(3));
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(Records.reason(letter)).isEqualTo("wrong-length"));
        }
    }

    @Test
    void shouldCheckLengthAtOnceWhenLayoutIsDeclared() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.send(Topics.LAYOUTS, "L", layout("L", 5));

            // When
            pipeline.send("d", "L", START, 1, 2, 3, 4);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(Records.reason(letter)).isEqualTo("wrong-length"));
        }
    }

    @Test
    void shouldForwardMissingValuesWhenTheyAreNaN() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            float[] row = new float[PlantedRecords.D];
            Arrays.fill(row, Float.NaN);

            // When
            pipeline.send("d", "L", START, row);

            // Then
            assertThat(pipeline.values(Topics.REDUCED).get(0).getValues()).containsOnly(Float.NaN);
            assertThat(pipeline.values(Topics.RECONSTRUCTIONS).get(0).getError())
                    .isNaN();
        }
    }

    @ParameterizedTest
    @MethodSource("times")
    void shouldProjectRecordWhenItsEventTimeIsExtreme(Instant time) {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));

            // When
            pipeline.send("d", "L", time, PlantedRecords.row(new Random(1)));

            // Then
            TestRecord<String, ReducedRecord> reduced =
                    pipeline.read(Topics.REDUCED).get(0);
            assertThat(reduced.value().getTimestamp()).isEqualTo(time);
            assertThat(reduced.timestamp()).isBetween(0L, START.toEpochMilli() + 3_600_000);
        }
    }

    static Stream<Instant> times() {
        return Stream.of(
                Instant.ofEpochMilli(Long.MIN_VALUE),
                Instant.ofEpochMilli(-1),
                Instant.EPOCH,
                START.plusSeconds(7_200),
                Instant.ofEpochMilli(Long.MAX_VALUE));
    }

    private static SensorLayout layout(String name, int channels) {
        return new SensorLayout(
                name,
                IntStream.range(0, channels)
                        .mapToObj(i -> new Channel("c" + i, "", 1.0, ChannelRole.CANDIDATE))
                        .toList());
    }
}
