package io.sensieve.streams.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PolledPartitionTest {
    private final PolledPartition partition = new PolledPartition();

    @Test
    void shouldReturnTheFollowingRecordsWhenRecordsWerePolled() {
        // Given: offsets are not dense, because transactions leave markers
        partition.add(records(3, 4, 7));
        partition.add(records(8, 11));

        // When / Then
        assertThat(offsets(partition.from(4, 3))).containsExactly(4, 7, 8);
        assertThat(offsets(partition.from(5, 9))).containsExactly(7, 8, 11);
        assertThat(partition.from(12, 9)).isEmpty();
    }

    @Test
    void shouldRemovePassedRecordsWhenTheTaskMovesToAnOffset() {
        // Given
        partition.add(records(3, 4, 7));

        // When
        partition.moveTo(7);
        partition.removePassed();

        // Then
        assertThat(offsets(partition.from(0, 9))).containsExactly(7);
    }

    @Test
    void shouldDropHeldRecordsWhenThePartitionIsReadAgain() {
        // Given
        partition.add(records(3, 4, 7));

        // When
        partition.add(records(4, 7, 8));

        // Then
        assertThat(offsets(partition.from(0, 9))).containsExactly(4, 7, 8);
    }

    @Test
    void shouldSeparatePartitionsAndIgnoreOtherTopicsWhenAPollReturnsSeveral() {
        // Given
        PolledRecords polled = new PolledRecords("topic");

        // When
        polled.add(new ConsumerRecords<>(
                Map.of(
                        new TopicPartition("topic", 0), records(1),
                        new TopicPartition("topic", 1), records(2),
                        new TopicPartition("other", 0), records(3)),
                Map.of()));

        // Then
        assertThat(offsets(polled.partition(0).from(0, 9))).containsExactly(1);
        assertThat(offsets(polled.partition(1).from(0, 9))).containsExactly(2);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>("topic", 0, offset, new byte[0], new byte[0]))
                .toList();
    }

    private static int[] offsets(List<ConsumerRecord<byte[], byte[]>> records) {
        return IntStream.range(0, records.size())
                .map(i -> (int) records.get(i).offset())
                .toArray();
    }
}
