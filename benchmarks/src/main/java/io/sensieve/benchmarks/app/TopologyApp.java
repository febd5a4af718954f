package io.sensieve.benchmarks.app;

import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsProperties;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** Runs a topology with the Kafka configuration of the streams service. */
final class TopologyApp implements App {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    TopologyApp(Topology topology, Settings settings) {
        streams = new KafkaStreams(topology, StreamsProperties.of(settings));
        streams.start();
    }

    @Override
    public long reconstructed() {
        return 0;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
