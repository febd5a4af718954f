package io.sensieve.standalone.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.Requester;
import io.sensieve.SensorRecord;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.topic.CleanupPolicy;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Operates a real broker without services. */
@ExtendWith(KafkaClusterExtension.class)
class OperatingIT {
    @TempDir
    private static Path folder;

    private static String servers;

    @BeforeAll
    static void createTopics(KafkaCluster broker) throws InterruptedException {
        servers = broker.getBootstrapServers();
        try (Admin admin = Admin.create(settings())) {
            TopicCreator.ensure(admin, Topics.all(), true);
        }
    }

    @Test
    void shouldRefuseARetrainWhenLayoutIsUnknown() {
        // When
        Cli cli = Cli.run("retrain", "-b", servers, "-l", "nobody");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("nobody", "must be a layout that is declared or has a selection");
    }

    @Test
    void shouldRefuseARetrainWhenSinceIsInTheFuture() {
        // When
        Cli cli = Cli.run("retrain", "-b", servers, "-l", "nobody", "--since", "2999-01-01T00:00:00Z");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("--since", "must not be in the future");
    }

    @Test
    void shouldPrintOnlyDeadLettersOfTheLayoutWhenOneIsNamed() {
        // Given
        try (DeviceProducer producer = new DeviceProducer(settings())) {
            producer.sendBytes(Topics.DEAD_LETTERS, new byte[] {'j'}, new byte[] {9}, null);
            for (String layout : List.of("one", "two")) {
                producer.send(
                        new Topic<>(
                                Topics.DEAD_LETTERS.name(),
                                Topics.RECORDS.keySerde(),
                                Topics.RECORDS.valueSerde(),
                                1,
                                CleanupPolicy.DELETE,
                                Map.of()),
                        layout,
                        new SensorRecord(layout, Instant.EPOCH, null, List.of(1f)),
                        null);
            }
            producer.flush();
        }

        // When
        Cli cli = Cli.run("tail", "dead-letters", "-b", servers, "--from-beginning", "-n", "1", "-l", "two");

        // Then
        assertThat(cli.out()).contains("\"key\":\"two\"");
    }

    @Test
    void shouldPublishTheRequestWhenARetrainIsRequested() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("asked.csv"), "a,b\n1,2\n");
        Cli.run("feed", "-d", file.toString(), "-b", servers, "-l", "asked");

        // When
        Cli cli = Cli.run(
                "retrain",
                "-b",
                servers,
                "-l",
                "asked",
                "--reason",
                "new blades",
                "--since",
                "2026-01-31T12:00:00Z",
                "--no-wait");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        try (TopicReader reader = new TopicReader(settings())) {
            var request = Objects.requireNonNull(
                    reader.readTable(Topics.RETRAIN_REQUESTS).get("asked"));
            assertThat(request.getRequestedBy()).isEqualTo(Requester.OPERATOR);
            assertThat(request.getReason()).isEqualTo("new blades");
            assertThat(request.getSince()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        }
    }

    @Test
    void shouldSayThatThereIsNoneWhenNoSelectionIsListed() {
        // When
        Cli cli = Cli.run("selection", "list", "-b", servers);

        // Then
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("no selection is published yet");
    }

    @Test
    void shouldRefuseToShowASelectionWhenNoneIsActive() {
        // When
        Cli cli = Cli.run("selection", "show", "-b", servers, "-l", "fed");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("No active selection for layout fed");
    }

    @Test
    void shouldPrintADeadLetterAsJsonWhenTailed() {
        // Given
        try (DeviceProducer producer = new DeviceProducer(settings())) {
            producer.sendBytes(Topics.DEAD_LETTERS, new byte[] {'k'}, new byte[] {1, 2, (byte) 0xff}, null);
            producer.flush();
        }

        // When
        Cli cli = Cli.run("tail", "dead-letters", "-b", servers, "--from-beginning", "-n", "1");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("\"key\":\"k\"", "\"bytes\":3", "\"starts_with\":\"0102ff\"");
    }

    @Test
    void shouldSucceedWhenAllTopicsAreAsDefined() {
        assertThat(Cli.run("topics", "-b", servers).exitCode()).isZero();
    }

    @Test
    void shouldNameMissingAndWrongTopicsWhenTopicsAreCompared() throws Exception {
        // Given
        try (EmbeddedBroker other = withoutDriftAndWithUncompactedModels("compared")) {
            // When
            Cli cli = Cli.run("topics", "-b", other.bootstrapServers());

            // Then
            assertThat(cli.exitCode()).isEqualTo(1);
            assertThat(cli.out())
                    .containsPattern("sensor.drift +0 +missing; --create creates it")
                    .containsPattern("sensor.models +1 +delete +cleanup.policy must be compact; alter the topic")
                    .containsPattern("sensor.records +6 +delete +ok");
        }
    }

    @Test
    void shouldCreateOnlyMissingTopicsWhenTopicsAreCreated() throws Exception {
        // Given
        try (EmbeddedBroker other = withoutDriftAndWithUncompactedModels("created")) {
            // When
            Cli cli = Cli.run("topics", "-b", other.bootstrapServers(), "--create");

            // Then
            assertThat(cli.exitCode()).isEqualTo(1);
            assertThat(cli.out())
                    .containsPattern("sensor.drift +1 +delete +ok")
                    .containsPattern("sensor.models +1 +delete +cleanup.policy must be compact");
        }
    }

    private static EmbeddedBroker withoutDriftAndWithUncompactedModels(String name) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve(name));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<Topic<?, ?>> asDefined = Topics.all().stream()
                    .filter(topic -> !topic.equals(Topics.DRIFT) && !topic.equals(Topics.MODELS))
                    .toList();
            TopicCreator.ensure(admin, asDefined, true);
            admin.createTopics(List.of(new NewTopic(Topics.MODELS.name(), 1, (short) 1)))
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().contains(Topics.MODELS.name()));
        }
        return broker;
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", servers);
    }
}
