package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
@NullUnmarked
class StreamsServiceIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String APPLICATION = "closed-by-test";

    @TempDir
    Path state;

    @Test
    void shouldBecomeReadyWhenStarted(KafkaCluster broker) throws Exception {
        try (StreamsService service = StreamsService.create(settings(broker))) {
            // Given
            assertThat(Http.get(service.httpUri(), "/health/ready").statusCode())
                    .isEqualTo(503);

            // When
            service.start();

            // Then
            await().atMost(TIMEOUT)
                    .until(() -> Http.get(service.httpUri(), "/health/ready").statusCode() == 200);
        }
    }

    @Test
    @SuppressWarnings("try") // The test closes the service itself.
    void shouldLeaveTheGroupAndEndItsThreadsWhenClosed(KafkaCluster broker) throws Exception {
        try (Cluster cluster = new Cluster(broker);
                StreamsService service = StreamsService.create(settings(broker))) {
            // Given
            service.start();
            await().atMost(TIMEOUT).until(() -> cluster.readers(APPLICATION) == 1);

            // When
            service.close();
            service.awaitEnd();

            // Then
            // The thread in which Kafka Streams closes itself ends a moment after it reports that it is closed.
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch(name -> name.contains(APPLICATION)));
            assertThat(cluster.admin
                            .describeConsumerGroups(List.of(APPLICATION))
                            .all()
                            .get()
                            .get(APPLICATION)
                            .members())
                    .isEmpty();
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
            await().atMost(TIMEOUT).until(() -> cluster.readers("sensieve-streams") == 1);

            // When
            cluster.admin.deleteTopics(List.of(Topics.RECORDS.name())).all().get();

            // Then
            Run ended = run.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
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

    private Settings settings(KafkaCluster broker) {
        return Settings.of(
                StreamsSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers",
                        broker.getBootstrapServers(),
                        "application.id",
                        APPLICATION,
                        "http.port",
                        "0",
                        "state.dir",
                        state.toString()));
    }
}
