package io.sensieve.standalone.client;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SensorLayout;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.service.WireFormats;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records as devices do, idempotently. The call after a failed send throws the failure. */
public final class DeviceProducer implements AutoCloseable {
    private final WireFormat format;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** @param clientSettings of Kafka, and of the schema registry if there is one */
    public DeviceProducer(Map<String, Object> clientSettings) {
        format = WireFormats.of(clientSettings);
        Map<String, Object> settings = ClientSettings.ofKafka(clientSettings);
        // On a new topic a second batch in flight can overtake the first one, which the broker then rejects.
        settings.putIfAbsent("max.in.flight.requests.per.connection", 1);
        settings.putIfAbsent("linger.ms", 5);
        settings.putIfAbsent("max.block.ms", 15_000);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends one record of a device. */
    public void send(String device, String layout, Instant timestamp, OptionalInt label, float[] values) {
        Integer boxed = label.isPresent() ? (Integer) label.getAsInt() : null;
        send(
                Topics.RECORDS,
                device,
                new SensorRecord(layout, timestamp, boxed, Floats.view(values)),
                timestamp.toEpochMilli());
    }

    /** Publishes a layout whose channels are all candidates with cost 1. */
    public void declare(String layout, List<String> channelNames) {
        List<Channel> channels = channelNames.stream()
                .map(name -> new Channel(name, "", 1.0, ChannelRole.CANDIDATE))
                .toList();
        send(Topics.LAYOUTS, layout, new SensorLayout(layout, channels), null);
    }

    /** Sends a value to a topic. */
    public <V> void send(Topic<String, V> topic, String key, V value, @Nullable Long timestamp) {
        sendBytes(
                topic,
                topic.keySerde().serializer().serialize(topic.name(), key),
                format.serialize(topic, value),
                timestamp);
    }

    /**
     * Sends a value and waits until the broker has stored it.
     *
     * @return offset of the record
     * @throws KafkaException if the broker did not store it
     */
    public <V> long store(Topic<String, V> topic, String key, V value) throws InterruptedException {
        try {
            return producer.send(new ProducerRecord<>(
                            topic.name(),
                            topic.keySerde().serializer().serialize(topic.name(), key),
                            format.serialize(topic, value)))
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("a record could not be sent: " + e.getCause(), e);
        }
    }

    /** Sends key and value without encoding them. */
    public void sendBytes(Topic<?, ?> topic, byte @Nullable [] key, byte @Nullable [] value, @Nullable Long timestamp) {
        throwFailure();
        producer.send(new ProducerRecord<>(topic.name(), null, timestamp, key, value), (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /** Waits until the broker has stored everything sent so far. */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    @Override
    public void close() {
        format.close();
        producer.close();
    }

    private void throwFailure() {
        Exception exception = failure.get();
        if (exception != null) {
            throw new KafkaException("a record could not be sent: " + exception.getMessage(), exception);
        }
    }
}
