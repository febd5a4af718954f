package io.sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ReducedRecord;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class NamedValuesTest {
    @Test
    void shouldNameValuesWhenTheirVersionIsPublished() {
        try (SensieveTestDriver sensieve = SensieveTestDriver.open();
                MockConsumer<String, SpecificRecord> selections = new MockConsumer<>("earliest")) {
            // Given
            TestSelection selection =
                    TestSelection.of("turbine", 1, List.of("rpm", "oil", "pressure", "flow"), "rpm", "pressure");
            sensieve.publish(selection);
            TopicPartition partition = new TopicPartition(Topics.SELECTIONS.name(), 0);
            selections.assign(List.of(partition));
            selections.updateBeginningOffsets(Map.of(partition, 0L));
            selections.addRecord(
                    new ConsumerRecord<>(partition.topic(), 0, 0, Keys.selection("turbine", 1), selection.selection()));

            // When
            sensieve.send("turbine-17", "turbine", Instant.EPOCH, 20f, 70f, 8.4f, 3f);
            ReducedRecord reduced = sensieve.values(Topics.REDUCED).get(0);

            // Then
            assertThat(new NamedValues(selections).name(reduced)).isEqualTo(Map.of("rpm", 20f, "pressure", 8.4f));
        }
    }
}
