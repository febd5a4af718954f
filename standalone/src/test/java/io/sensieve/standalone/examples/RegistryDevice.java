package io.sensieve.standalone.examples;

import io.sensieve.SensorRecord;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

final class RegistryDevice {
    private RegistryDevice() {}

    static KafkaProducer<String, SensorRecord> producer(String bootstrapServers, String registryUrl) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "schema.registry.url", registryUrl);
        WireFormat format = WireFormat.of(settings);
        return new KafkaProducer<>(
                settings,
                Topics.RECORDS.keySerde().serializer(),
                format.valueSerde(Topics.RECORDS).serializer());
    }
}
