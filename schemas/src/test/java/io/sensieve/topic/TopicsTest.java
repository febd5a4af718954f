package io.sensieve.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/**
 * The topics as they are in users' clusters. A change of a name strands what lies on the old topic and every reader of
 * it; of a partition count, the order of a device's records and the state of the streams app, both kept by partition;
 * of a policy, selections and models get lost, or records pile up for ever.
 */
class TopicsTest {
    @Test
    void shouldKeepNamesPartitionsAndPoliciesWhenReleased() {
        // Given
        String expected = """
                sensor.records 6 delete {max.message.bytes=12582912}
                sensor.layouts 1 compact {}
                sensor.selections 1 compact {}
                sensor.models 1 compact {}
                sensor.reduced 6 delete {}
                sensor.reconstructions 6 delete {}
                sensor.drift 1 delete {}
                sensor.retrain-requests 1 delete {}
                sensor.retrains 1 delete {}
                sensor.dead-letters 1 delete {max.message.bytes=16777216}
                """;

        // When
        StringBuilder actual = new StringBuilder();
        for (Topic<?, ?> topic : Topics.all()) {
            actual.append("%s %d %s %s%n"
                    .formatted(
                            topic.name(),
                            topic.partitions(),
                            topic.cleanupPolicy().value(),
                            topic.settings()));
        }

        // Then
        assertThat(actual.toString()).isEqualToNormalizingNewlines(expected);
    }

    @Test
    void shouldBeCreatedWithPolicyAndSettingsWhenAsked() {
        // Given
        Topic<?, ?> records = Topics.RECORDS;

        // When
        NewTopic creation = records.toNewTopic();

        // Then
        assertThat(creation.name()).isEqualTo("sensor.records");
        assertThat(creation.numPartitions()).isEqualTo(6);
        assertThat(creation.replicationFactor()).isEqualTo((short) -1);
        assertThat(creation.configs()).isEqualTo(Map.of("cleanup.policy", "delete", "max.message.bytes", "12582912"));
        assertThat(Topics.SELECTIONS.toNewTopic().configs()).isEqualTo(Map.of("cleanup.policy", "compact"));
    }
}
