package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;
import io.sensieve.codec.AvroCodec;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.Settings;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
@NullUnmarked
class StreamsServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(2);

    @TempDir
    Path state;

    @Test
    @SuppressWarnings("try") // How long close takes is measured.
    void shouldGoThroughWholeLoopWhenWorldChanges(KafkaCluster broker) throws Exception {
        Settings settings = Settings.of(
                StreamsSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers", broker.getBootstrapServers(),
                        "http.port", "0",
                        "state.dir", state.toString(),
                        "drift.window.ms", "1000",
                        "drift.flush.ms", "200",
                        "drift.grace.ms", "100",
                        "drift.min.records", "100"));
        try (Cluster cluster = new Cluster(broker);
                StreamsService service = StreamsService.create(settings)) {
            // Given
            assertThat(get(service.httpUri(), "/health/ready").statusCode()).isEqualTo(503);
            service.start();
            await().atMost(PATIENCE)
                    .until(() -> get(service.httpUri(), "/health/ready").statusCode() == 200);
            byte[] large = new byte[10_000_000];
            cluster.send("large", large);
            send(cluster, 50, 1);
            await().atMost(PATIENCE)
                    .until(() -> cluster.readAll(Topics.DEAD_LETTERS).size() == 1);

            // When
            cluster.publish(PlantedRecords.selection("L", 1));
            await().atMost(PATIENCE).until(() -> cluster.readAll(Topics.REDUCED).size() == 50);
            await().atMost(PATIENCE).until(() -> {
                send(cluster, 100, 0.2f);
                return !cluster.readAll(Topics.RETRAIN_REQUESTS).isEmpty();
            });

            // Then
            ConsumerRecord<byte[], byte[]> letter =
                    cluster.readAll(Topics.DEAD_LETTERS).get(0);
            assertThat(letter.value()).isEqualTo(large);
            assertThat(letter.headers().lastHeader(DeadLetterHeaders.REASON).value())
                    .isEqualTo("too-large".getBytes(UTF_8));
            List<RetrainRequest> requests = cluster.readAll(Topics.RETRAIN_REQUESTS).stream()
                    .map(record -> AvroCodec.of(RetrainRequest.class).decode(record.value()))
                    .toList();
            assertThat(requests.get(0).getSelectionVersion()).isEqualTo(1);
            DriftReport evidence = requests.get(0).getEvidence();
            assertThat(evidence.getAttribution().get(0).getName()).isEqualTo("c000");
            JsonNode latest = new ObjectMapper()
                    .readTree(get(service.httpUri(), "/drift").body())
                    .get("reports")
                    .get(0);
            assertThat(latest.get("layout").asText()).isEqualTo("L");
            assertThat(latest.get("verdict").asText()).isEqualTo("DRIFT");
            assertThat(latest.get("selectionVersion").asInt()).isEqualTo(1);
            assertThat(latest.get("attribution").get(0).get("name").asText()).isEqualTo("c000");
            String metrics = get(service.httpUri(), "/metrics").body();
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
            Instant before = Instant.now();
            service.close();
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
            service.awaitEnd();
        }
    }

    @Test
    void shouldEndWithUsageErrorWhenTopicsAreMissingAndMayNotBeCreated(KafkaCluster broker) {
        // When
        Run run = run("kafka.bootstrap.servers=" + broker.getBootstrapServers(), "topics.create=false");

        // Then
        assertThat(run.code()).isEqualTo(ServiceRunner.USAGE);
        assertThat(run.error()).contains("sensor.records", "topics.create");
    }

    @Test
    void shouldEndWithFailureWhenBrokerCannotBeReached() {
        // When
        Run run = run(
                "kafka.bootstrap.servers=127.0.0.1:9",
                "kafka.default.api.timeout.ms=2000",
                "kafka.request.timeout.ms=1000");

        // Then
        assertThat(run.code()).isEqualTo(ServiceRunner.FAILED);
        assertThat(run.error()).contains("bootstrap.servers = 127.0.0.1:9");
    }

    @Test
    void shouldEndWithTheRealCauseWhenStreamThreadsFail(KafkaCluster broker) throws Exception {
        try (Cluster cluster = new Cluster(broker)) {
            // Given
            CompletableFuture<Run> run = CompletableFuture.supplyAsync(() -> run(
                    "kafka.bootstrap.servers=" + broker.getBootstrapServers(),
                    "processing.guarantee=at_least_once",
                    "kafka.metadata.max.age.ms=500"));
            await().atMost(PATIENCE).until(() -> cluster.readers("sensieve-streams") == 1);

            // When
            cluster.admin.deleteTopics(List.of(Topics.RECORDS.name())).all().get();

            // Then
            Run ended = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.code()).isEqualTo(ServiceRunner.FAILED);
            assertThat(ended.error()).contains("source topics");
        }
    }

    private record Run(int code, String error) {}

    private Run run(String... settings) {
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        String[] arguments = new String[settings.length + 2];
        for (int i = 0; i < settings.length; i++) {
            arguments[i] = "-D" + settings[i];
        }
        arguments[settings.length] = "-Dhttp.port=0";
        arguments[settings.length + 1] = "-Dstate.dir=" + state;
        int code = StreamsMain.runner()
                .run(arguments, Map.of(), new PrintStream(error, true, UTF_8), new PrintStream(error, true, UTF_8));
        return new Run(code, error.toString(UTF_8));
    }

    private void send(Cluster cluster, int records, float gain) {
        for (int i = 0; i < records; i++) {
            float[] row = PlantedRecords.row(random);
            row[0] *= gain;
            cluster.send("device-" + i % 7, Records.record("L", Instant.now(), row));
        }
        cluster.producer.flush();
    }

    private static HttpResponse<String> get(URI uri, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
