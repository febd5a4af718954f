package sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sensieve.streams.Pipeline.START;
import static sensieve.streams.Pipeline.record;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensieve.ReducedRecord;
import sensieve.topic.DeadLetterHeaders;
import sensieve.topic.Topics;

@NullUnmarked
class PendingTest {
    private static final Duration TICK = Duration.ofMillis(200);

    @TempDir
    Path state;

    @Test
    void shouldProjectWaitingRecordsInOrderBeforeNewerOnesWhenSelectionComes() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            for (int i = 0; i < 5; i++) {
                pipeline.send("d" + i % 2, numbered("L", i));
                pipeline.send("e", numbered("M", i));
            }
            assertThat(pipeline.values(Topics.REDUCED)).isEmpty();
            assertThat(pipeline.gauge("sensieve.records.pending")).isEqualTo(10);

            // When
            pipeline.publish(Publication.of("L", 1));
            pipeline.send("d1", numbered("L", 5));

            // Then
            List<TestRecord<byte[], ReducedRecord>> reduced = pipeline.read(Topics.REDUCED);
            assertThat(reduced)
                    .extracting(record -> record.value().getValues().get(0))
                    .containsExactly(0f, 1f, 2f, 3f, 4f, 5f);
            assertThat(reduced)
                    .extracting(record -> new String(record.key(), UTF_8))
                    .containsExactly("d0", "d1", "d0", "d1", "d0", "d1");
            assertThat(pipeline.gauge("sensieve.records.pending")).isEqualTo(5);
        }
    }

    @Test
    void shouldProjectWaitingRecordsOnTickWhenNoRecordFollows() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", new byte[] {7}).add("empty", null);
            pipeline.send("d".getBytes(UTF_8), numbered("L", 3), headers);

            // When
            pipeline.publish(Publication.of("L", 1));
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
    void shouldKeepOrderWhenMoreWaitThanOnePortion() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            int waiting = 1_200;
            for (int i = 0; i < waiting; i++) {
                pipeline.send("d", numbered("L", i));
            }
            pipeline.publish(Publication.of("L", 1));

            // When
            for (int i = 0; i < 5; i++) {
                pipeline.send("d", numbered("L", waiting + i));
            }
            pipeline.advance(TICK);

            // Then
            List<Float> expected = new ArrayList<>();
            for (int i = 0; i < waiting + 5; i++) {
                expected.add((float) i);
            }
            assertThat(pipeline.values(Topics.REDUCED))
                    .extracting(record -> record.getValues().get(0))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldSendRecordToDeadLettersWhenThereIsNoRoom() {
        try (Pipeline pipeline = new Pipeline(state, Map.of("pending.max.records", "2"))) {
            // Given
            pipeline.send("d", numbered("L", 0));
            pipeline.send("d", numbered("M", 1));

            // When
            pipeline.send("d", numbered("L", 2));

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(numbered("L", 2));
                assertThat(Pipeline.reason(letter)).isEqualTo("no-selection");
            });
        }
    }

    @Test
    void shouldSendRecordToDeadLettersAsItCameWhenItHasWaitedTooLong() {
        try (Pipeline pipeline = new Pipeline(state, Map.of("pending.max.ms", "1000"))) {
            // Given
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", new byte[] {7});
            pipeline.send("garbage", new byte[] {1});
            pipeline.read(Topics.DEAD_LETTERS);
            pipeline.send("d".getBytes(UTF_8), numbered("L", 0), headers);
            pipeline.advance(Duration.ofMillis(800));
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).isEmpty();
            pipeline.send("d", numbered("L", 1));

            // When
            pipeline.advance(TICK);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo("d".getBytes(UTF_8));
                assertThat(letter.value()).isEqualTo(numbered("L", 0));
                assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
                assertThat(Pipeline.reason(letter)).isEqualTo("no-selection");
                assertThat(Pipeline.header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("1");
            });
            assertThat(pipeline.gauge("sensieve.records.pending")).isEqualTo(1);
        }
    }

    @Test
    void shouldSendRecordToDeadLettersAtOnceWhenPolicyIsSkip() {
        try (Pipeline pipeline = new Pipeline(state, Map.of("pending.policy", "skip"))) {
            // When
            pipeline.send("d", numbered("L", 0));
            pipeline.publish(Publication.of("L", 1));
            pipeline.send("d", numbered("L", 1));

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(Pipeline.reason(letter)).isEqualTo("no-selection"));
            assertThat(pipeline.values(Topics.REDUCED)).hasSize(1);
        }
    }

    @Test
    void shouldSendWaitingRecordToDeadLettersWhenItDoesNotFitTheSelection() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.send("d", record("L", START, 1, 2, 3));
            pipeline.send("d", numbered("L", 1));

            // When
            pipeline.publish(Publication.of("L", 1));
            pipeline.advance(TICK);

            // Then
            assertThat(pipeline.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(record("L", START, 1, 2, 3));
                assertThat(Pipeline.reason(letter)).isEqualTo("wrong-length");
                assertThat(Pipeline.header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            });
            assertThat(pipeline.values(Topics.REDUCED)).hasSize(1);
        }
    }

    private static byte[] numbered(String layout, int number) {
        float[] row = new float[Publication.D];
        row[0] = number;
        return record(layout, START.plusMillis(number), row);
    }
}
