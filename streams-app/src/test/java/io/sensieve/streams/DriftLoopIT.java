package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.RetrainRequest;
import io.sensieve.codec.AvroCodec;
import io.sensieve.service.Settings;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the service on a broker until drift is found, and checks each of its outputs. */
@ExtendWith(KafkaClusterExtension.class)
@NullUnmarked
class DriftLoopIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final byte[] TOO_LARGE = new byte[10_000_000];

    static KafkaCluster broker;

    @TempDir
    static Path state;

    private static Cluster cluster;
    private static StreamsService service;

    @BeforeAll
    static void runUntilDrift() throws Exception {
        cluster = new Cluster(broker);
        service = StreamsService.create(Settings.of(
                StreamsSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers", broker.getBootstrapServers(),
                        "http.port", "0",
                        "state.dir", state.toString(),
                        "drift.window.ms", "1000",
                        "drift.flush.ms", "200",
                        "drift.grace.ms", "100",
                        "drift.min.records", "100")));
        service.start();
        await().atMost(TIMEOUT)
                .until(() -> Http.get(service.httpUri(), "/health/ready").statusCode() == 200);
        Random random = new Random(2);
        cluster.send("large", TOO_LARGE);
        send(random, 50, 1);
        await().atMost(TIMEOUT).until(() -> cluster.readAll(Topics.DEAD_LETTERS).size() == 1);
        cluster.publish(PlantedRecords.selection("L", 1));
        await().atMost(TIMEOUT).until(() -> cluster.readAll(Topics.REDUCED).size() == 50);
        await().atMost(TIMEOUT).until(() -> {
            send(random, 100, 0.2f);
            return !cluster.readAll(Topics.RETRAIN_REQUESTS).isEmpty();
        });
    }

    @AfterAll
    static void close() {
        if (service != null) {
            service.close();
        }
        cluster.close();
    }

    @Test
    void shouldDeadLetterARecordUnchangedWhenItIsTooLarge() {
        // When
        ConsumerRecord<byte[], byte[]> letter =
                cluster.readAll(Topics.DEAD_LETTERS).get(0);

        // Then
        assertThat(letter.value()).isEqualTo(TOO_LARGE);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.REASON).value())
                .isEqualTo("too-large".getBytes(UTF_8));
    }

    @Test
    void shouldRequestARetrainWithTheReportWhenAChannelDrifts() {
        // When
        RetrainRequest request = AvroCodec.of(RetrainRequest.class)
                .decode(cluster.readAll(Topics.RETRAIN_REQUESTS).get(0).value());

        // Then
        assertThat(request.getSelectionVersion()).isEqualTo(1);
        assertThat(request.getEvidence().getAttribution().get(0).getName()).isEqualTo("c000");
    }

    @Test
    void shouldServeTheLatestReportWhenRequested() throws Exception {
        // When
        JsonNode latest = new ObjectMapper()
                .readTree(Http.get(service.httpUri(), "/drift").body())
                .get("reports")
                .get(0);

        // Then
        assertThat(latest.get("layout").asText()).isEqualTo("L");
        assertThat(latest.get("verdict").asText()).isEqualTo("DRIFT");
        assertThat(latest.get("selectionVersion").asInt()).isEqualTo(1);
        assertThat(latest.get("attribution").get(0).get("name").asText()).isEqualTo("c000");
    }

    @Test
    void shouldServeItsOwnMetersAndThoseOfKafkaAndTheJvmWhenRequested() throws Exception {
        // When
        String metrics = Http.get(service.httpUri(), "/metrics").body();

        // Then
        assertThat(metrics)
                .contains(
                        "sensieve_records_in_total ",
                        "sensieve_records_reduced_total{layout=\"L\"}",
                        "sensieve_records_reconstructed_total{layout=\"L\"}",
                        "sensieve_records_dead_lettered_total{reason=\"too-large\"} 1.0",
                        "sensieve_records_buffered 0.0",
                        "sensieve_reconstruction_error_bucket{layout=\"L\"",
                        "sensieve_drift_error_ratio{layout=\"L\"}",
                        "sensieve_drift_score{layout=\"L\"}",
                        "sensieve_drift_verdict{layout=\"L\"} 2.0",
                        "sensieve_drifted_channels{layout=\"L\"}",
                        "sensieve_drift_attribution{channel=\"c000\",layout=\"L\",signal=",
                        "sensieve_selection_version{layout=\"L\"} 1.0",
                        "sensieve_selection_age_seconds{layout=\"L\"}",
                        "sensieve_selection_switches_total{layout=\"L\"} 1.0",
                        "sensieve_selection_first_use_seconds_count{layout=\"L\"} 1",
                        "kafka_stream_",
                        "kafka_consumer_",
                        "jvm_memory_used_bytes");
    }

    private static void send(Random random, int records, float gain) {
        for (int i = 0; i < records; i++) {
            float[] row = PlantedRecords.row(random);
            row[0] *= gain;
            cluster.send("device-" + i % 7, Records.record("L", Instant.now(), row));
        }
        cluster.producer.flush();
    }
}
