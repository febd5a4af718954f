package io.sensieve.standalone.client;

import io.sensieve.service.SettingException;
import io.sensieve.service.WireFormats;
import io.sensieve.topic.Topic;
import io.sensieve.topic.TopicScan;
import io.sensieve.topic.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed records of topics without a consumer group. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final WireFormat format;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param clientSettings of Kafka, and of the schema registry if there is one */
    public TopicReader(Map<String, Object> clientSettings) {
        format = WireFormats.of(clientSettings);
        Map<String, Object> settings = ClientSettings.ofKafka(clientSettings);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Assigns all partitions of a topic.
     *
     * @throws SettingException if the topic does not exist
     */
    public void assign(Topic<?, ?> topic) {
        assign(List.of(topic));
    }

    /**
     * Assigns all partitions of several topics.
     *
     * @throws SettingException if one does not exist
     */
    public void assign(List<Topic<?, ?>> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?, ?> topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic.name());
            if (found.isEmpty()) {
                throw new SettingException("Topic " + topic.name()
                        + " does not exist on these brokers; the services create it when they start");
            }
            found.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
    }

    /** Moves to the first kept record. */
    public void seekToBeginning() {
        consumer.seekToBeginning(consumer.assignment());
    }

    /** Moves behind the last record. */
    public void seekToEnd() {
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    /** Passes new records to {@code sink}; waits up to 200 ms if there are none. */
    public void poll(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        consumer.poll(POLL).forEach(sink);
    }

    /** Passes all records that are committed at the time of the call, from the current position on. */
    public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        TopicScan.ofAssigned(consumer).forEach(sink);
    }

    /** Reads the newest value of every key of a compacted topic, in the order of writing. */
    public <V> Map<String, V> readTable(Topic<String, V> topic) {
        assign(topic);
        seekToBeginning();
        Map<String, V> table = new LinkedHashMap<>();
        readToEnd(record -> {
            String key = topic.keySerde().deserializer().deserialize(topic.name(), record.key());
            table.remove(key);
            if (record.value() != null) {
                table.put(key, read(topic, record));
            }
        });
        return table;
    }

    /**
     * Decodes the value of a record that is no tombstone.
     *
     * @throws io.sensieve.codec.CodecException if the bytes cannot be decoded
     */
    public <V> V read(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(format.deserialize(topic, record.value()));
    }

    /** Reads all values of a key, oldest first. */
    public <V> List<V> readAll(Topic<String, V> topic, String key) {
        List<V> values = new ArrayList<>();
        assign(topic);
        seekToBeginning();
        readToEnd(record -> {
            if (record.value() != null
                    && key.equals(topic.keySerde().deserializer().deserialize(topic.name(), record.key()))) {
                values.add(read(topic, record));
            }
        });
        return values;
    }

    @Override
    public void close() {
        format.close();
        consumer.close();
    }
}
