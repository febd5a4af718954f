package io.sensieve.streams;

import static io.sensieve.streams.Records.record;
import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorLayout;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class BufferedRecordsTest {
    private static final Duration TICK = Duration.ofMillis(200);

    @Test
    void shouldProjectBufferedRecordsBeforeNewerRecordsWhenSelectionArrives() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            for (int i = 0; i < 5; i++) {
                send(pipeline, "d" + i % 2, "L", i);
                send(pipeline, "e", "M", i);
            }
            assertThat(pipeline.values(Topics.REDUCED)).isEmpty();
            assertThat(Meters.gauge(pipeline, "sensieve.records.buffered")).isEqualTo(10);

            // When
            pipeline.publish(PlantedRecords.selection("L", 1));
            send(pipeline, "d1", "L", 5);

            // Then
            List<TestRecord<String, ReducedRecord>> reduced = pipeline.read(Topics.REDUCED);
            assertThat(reduced)
                    .extracting(record -> record.value().getValues().get(0))
                    .containsExactly(0f, 1f, 2f, 3f, 4f, 5f);
            assertThat(reduced).extracting(TestRecord::key).containsExactly("d0", "d1", "d0", "d1", "d0", "d1");
            assertThat(Meters.gauge(pipeline, "sensieve.records.buffered")).isEqualTo(5);
        }
    }

    @Test
    void shouldProjectBufferedRecordsOnTickWhenNoRecordFollows() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", new byte[] {7}).add("empty", null);
            pipeline.records().pipeInput(new TestRecord<>("d".getBytes(UTF_8), numbered("L", 3), headers));

            // When
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.advance(TICK);

            // Then
            assertThat(pipeline.read(Topics.REDUCED)).singleElement().satisfies(record -> {
                assertThat(record.value().getTimestamp()).isEqualTo(START.plusMillis(3));
                assertThat(record.timestamp()).isEqualTo(START.plusMillis(3).toEpochMilli());
                assertThat(record.headers().toArray()).isEqualTo(headers.toArray());
            });
        }
    }

    @Test
    void shouldKeepOrderWhenMoreRecordsThanOnePortionAreBuffered() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            int buffered = 1_200;
            for (int i = 0; i < buffered; i++) {
                send(pipeline, "d", "L", i);
            }
            pipeline.publish(PlantedRecords.selection("L", 1));

            // When
            for (int i = 0; i < 5; i++) {
                send(pipeline, "d", "L", buffered + i);
            }
            pipeline.advance(TICK);

            // Then
            List<Float> expected = new ArrayList<>();
            for (int i = 0; i < buffered + 5; i++) {
                expected.add((float) i);
            }
            assertThat(pipeline.values(Topics.REDUCED))
                    .extracting(record -> record.getValues().get(0))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldDeadLetterRecordWhenBufferIsFull() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("pending.max.records", "2"))) {
            // Given
            send(pipeline, "d", "L", 0);
            send(pipeline, "d", "M", 1);

            // When
            send(pipeline, "d", "L", 2);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(numbered("L", 2));
                assertThat(Records.reason(letter)).isEqualTo("no-selection");
            });
        }
    }

    @Test
    void shouldDeadLetterRecordUnchangedWhenItWasBufferedTooLong() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("pending.max.ms", "1000"))) {
            // Given
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", new byte[] {7});
            pipeline.records().pipeInput(new byte[] {1});
            pipeline.read(Topics.DEAD_LETTERS);
            pipeline.records().pipeInput(new TestRecord<>("d".getBytes(UTF_8), numbered("L", 0), headers));
            pipeline.advance(Duration.ofMillis(800));
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).isEmpty();
            send(pipeline, "d", "L", 1);

            // When
            pipeline.advance(TICK);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo("d".getBytes(UTF_8));
                assertThat(letter.value()).isEqualTo(numbered("L", 0));
                assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
                assertThat(Records.reason(letter)).isEqualTo("no-selection");
                assertThat(Records.header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("1");
            });
            assertThat(Meters.gauge(pipeline, "sensieve.records.buffered")).isEqualTo(1);
        }
    }

    @Test
    void shouldDeadLetterRecordAtOnceWhenPolicyIsDeadLetter() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("pending.policy", "dead-letter"))) {
            // When
            send(pipeline, "d", "L", 0);
            pipeline.publish(PlantedRecords.selection("L", 1));
            send(pipeline, "d", "L", 1);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(Records.reason(letter)).isEqualTo("no-selection"));
            assertThat(pipeline.values(Topics.REDUCED)).hasSize(1);
        }
    }

    @Test
    void shouldDeadLetterBufferedRecordWhenItDoesNotFitTheSelection() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.send("d", "L", START, 1, 2, 3);
            send(pipeline, "d", "L", 1);

            // When
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.advance(TICK);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(record("L", START, 1, 2, 3));
                assertThat(Records.reason(letter)).isEqualTo("wrong-length");
                assertThat(Records.header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            });
            assertThat(pipeline.values(Topics.REDUCED)).hasSize(1);
        }
    }

    @Test
    void shouldBufferRecordsOfADeclaredLayoutWhenInventedLayoutsFillTheBuffer() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("pending.max.records", "10"))) {
            // Given
            pipeline.send(Topics.LAYOUTS, "L", layout("L"));
            for (int i = 0; i < 20; i++) {
                send(pipeline, "d", "invented" + i, i);
            }
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).hasSize(10);

            // When
            send(pipeline, "d", "L", 20);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(Records.reason(letter)).isEqualTo("no-selection");
                assertThat(letter.value()).isNotEqualTo(numbered("L", 20));
            });
            assertThat(Meters.gauge(pipeline, "sensieve.records.buffered")).isEqualTo(10);
        }
    }

    @Test
    void shouldProjectRecordsOfADeclaredLayoutWhenTheyWereBufferedBesideInventedLayouts() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("pending.max.records", "1"))) {
            // Given
            pipeline.send(Topics.LAYOUTS, "L", layout("L"));
            send(pipeline, "d", "invented", 0);
            send(pipeline, "d", "L", 1);

            // When
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.advance(TICK);

            // Then
            assertThat(pipeline.values(Topics.REDUCED)).hasSize(1);
        }
    }

    @Test
    void shouldDeadLetterRecordsOfFurtherUndeclaredLayoutsWhenLayoutsMaxIsReached() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("layouts.max", "2"))) {
            // Given
            pipeline.send(Topics.LAYOUTS, "L", layout("L"));
            send(pipeline, "d", "A", 0);
            send(pipeline, "d", "B", 1);

            // When
            send(pipeline, "d", "C", 2);
            send(pipeline, "d", "A", 3);
            send(pipeline, "d", "L", 4);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.value()).isEqualTo(numbered("C", 2)));
            assertThat(Meters.gauge(pipeline, "sensieve.records.buffered")).isEqualTo(4);
        }
    }

    private static SensorLayout layout(String name) {
        return new SensorLayout(
                name,
                PlantedRecords.CHANNELS.stream()
                        .map(channel -> new Channel(channel, "", 1.0, ChannelRole.CANDIDATE))
                        .toList());
    }

    private static void send(SensieveTestDriver pipeline, String device, String layout, int number) {
        pipeline.send(device, layout, START.plusMillis(number), row(number));
    }

    private static byte[] numbered(String layout, int number) {
        return record(layout, START.plusMillis(number), row(number));
    }

    private static float[] row(int number) {
        float[] row = new float[PlantedRecords.D];
        row[0] = number;
        return row;
    }
}
