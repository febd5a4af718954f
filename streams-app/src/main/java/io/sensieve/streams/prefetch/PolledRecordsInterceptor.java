package io.sensieve.streams.prefetch;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Adds the records that a consumer polls to {@link PolledRecords}, and passes them on unchanged (KIP-42). */
public final class PolledRecordsInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** Consumer configuration that holds the {@link PolledRecords}. */
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
