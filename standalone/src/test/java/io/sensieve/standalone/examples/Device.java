package io.sensieve.standalone.examples;

import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

final class Device {
    private Device() {}

    static void send(String bootstrapServers, float[] values) {
        try (KafkaProducer<String, SensorRecord> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                Topics.RECORDS.keySerde().serializer(),
                Topics.RECORDS.valueSerde().serializer())) {
            SensorRecord record = new SensorRecord("turbine", Instant.now(), null, Floats.view(values));
            producer.send(new ProducerRecord<>(Topics.RECORDS.name(), "turbine-17", record));
        }
    }
}
