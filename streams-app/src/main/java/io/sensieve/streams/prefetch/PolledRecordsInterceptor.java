package io.sensieve.streams.prefetch;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Shows {@link PolledRecords} what a consumer hands to Kafka Streams (KIP-42). Changes nothing. */
public final class PolledRecordsInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** Key of the consumer's configuration that holds the {@link PolledRecords}. */
    public static final String POLLED_RECORDS = "sensieve.polled.records";

    private @Nullable PolledRecords records;

    @Override
    public void configure(Map<String, ?> configuration) {
        records = (PolledRecords) configuration.get(POLLED_RECORDS);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
        Objects.requireNonNull(records, POLLED_RECORDS).add(polled);
        return polled;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
