package io.sensieve.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicScanTest {
    private static final String TOPIC = Topics.RETRAINS.name();
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
    private final List<String> found = new ArrayList<>();

    @BeforeEach
    void createPartitions() {
        Node[] none = {};
        consumer.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, Node.noNode(), none, none),
                        new PartitionInfo(TOPIC, 1, Node.noNode(), none, none)));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    @Test
    void shouldReadEveryRecordUpToTheEndOffsets() {
        // Given
        consumer.updateEndOffsets(Map.of(FIRST, 2L, SECOND, 1L));
        TopicScan<String, String> scan = TopicScan.ofTopics(consumer, List.of(Topics.RETRAINS));
        append(FIRST, 0, 1);
        append(SECOND, 0);

        // When
        scan.forEach(this::take);

        // Then
        assertThat(found).containsExactlyInAnyOrder("0@0", "0@1", "1@0");
        assertThat(scan.isComplete()).isTrue();
    }

    @Test
    void shouldLeaveRecordsUnreadWhenTheyAreAppendedDuringTheScan() {
        // Given
        consumer.updateEndOffsets(Map.of(FIRST, 1L, SECOND, 0L));
        TopicScan<String, String> scan = TopicScan.ofTopics(consumer, List.of(Topics.RETRAINS));
        append(FIRST, 0, 1, 2);
        append(SECOND, 0);

        // When
        scan.forEach(this::take);

        // Then
        assertThat(found).containsExactly("0@0");
        assertThat(consumer.position(FIRST)).isEqualTo(1);
        assertThat(consumer.position(SECOND)).isZero();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void shouldPauseAPartitionWhenItIsReachedBeforeTheOthers() {
        // Given
        consumer.updateEndOffsets(Map.of(FIRST, 1L, SECOND, 1L));
        TopicScan<String, String> scan = TopicScan.ofTopics(consumer, List.of(Topics.RETRAINS));
        append(FIRST, 0);

        // When
        scan.poll(Duration.ZERO, this::take);

        // Then
        assertThat(scan.isComplete()).isFalse();
        assertThat(consumer.paused()).containsExactly(FIRST);
    }

    @Test
    void shouldBeCompleteWithoutAPollWhenTheTopicIsEmpty() {
        // Given
        consumer.updateEndOffsets(Map.of(FIRST, 0L, SECOND, 0L));

        // When
        TopicScan<String, String> scan = TopicScan.ofTopics(consumer, List.of(Topics.RETRAINS));

        // Then
        assertThat(scan.isComplete()).isTrue();
    }

    @Test
    void shouldStartAtTheConsumersPositionsWhenPartitionsAreAssigned() {
        // Given
        consumer.updateEndOffsets(Map.of(FIRST, 3L));
        consumer.assign(List.of(FIRST));
        consumer.seek(FIRST, 2);
        append(FIRST, 2);

        // When
        TopicScan.ofAssigned(consumer).forEach(this::take);

        // Then
        assertThat(found).containsExactly("0@2");
    }

    @Test
    void shouldReadBetweenTheGivenOffsets() {
        // Given
        TopicScan<String, String> scan = TopicScan.between(consumer, Map.of(SECOND, 1L), Map.of(SECOND, 3L));
        append(SECOND, 1, 2, 3);

        // When
        scan.forEach(this::take);

        // Then
        assertThat(found).containsExactly("1@1", "1@2");
    }

    @Test
    void shouldRefuseOffsetsOfDifferentPartitions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicScan.between(consumer, Map.of(FIRST, 0L), Map.of(SECOND, 1L)))
                .withMessage("from has the partitions [sensor.retrains-0], to has [sensor.retrains-1]");
    }

    @Test
    void shouldTimeOutWhenNoRecordArrives() {
        // Given
        consumer.updateEndOffsets(Map.of(FIRST, 2L));
        consumer.assign(List.of(FIRST));
        TopicScan<String, String> scan = new TopicScan<>(consumer, EndOffsets.of(consumer), Duration.ZERO);
        append(FIRST, 0);

        // When, Then
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> scan.forEach(this::take))
                .withMessage("No record arrived for 0 s, with 1 offsets left to read; check that the brokers are"
                        + " reachable");
        assertThat(found).containsExactly("0@0");
    }

    private void append(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", "value"));
        }
    }

    private void take(ConsumerRecord<String, String> record) {
        found.add(record.partition() + "@" + record.offset());
    }
}
