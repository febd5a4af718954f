package io.sensieve.standalone.examples;

import io.sensieve.ReducedRecord;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

final class Downstream {
    private Downstream() {}

    static List<String> read(String bootstrapServers, Duration patience) {
        try (KafkaConsumer<String, ReducedRecord> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "my-service",
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                Topics.REDUCED.keySerde().deserializer(),
                Topics.REDUCED.valueSerde().deserializer())) {
            consumer.subscribe(List.of(Topics.REDUCED.name()));
            List<String> lines = new ArrayList<>();
            for (ConsumerRecord<String, ReducedRecord> record : consumer.poll(patience)) {
                ReducedRecord reduced = record.value();
                lines.add(record.key() + " by version " + reduced.getSelectionVersion() + ": " + reduced.getValues());
            }
            return lines;
        }
    }
}
