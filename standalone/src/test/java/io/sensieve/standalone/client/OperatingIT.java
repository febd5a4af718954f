package io.sensieve.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.Requester;
import io.sensieve.SensorLayout;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.topic.CleanupPolicy;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands that feed and watch a system, on a real broker. */
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
    void shouldPublishLayoutAndRecordsInOrderWhenFed() throws IOException {
        // Given
        Path file = Files.writeString(
                folder.resolve("fed.csv"), "timestamp,label,a,b\n1000,1,1,10\n2000,2,2,\n3000,3,3,30\n");

        // When
        Cli cli = Cli.run(
                "feed", "--data", file.toString(), "--bootstrap-servers", servers, "--layout", "fed", "--devices", "1");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        try (TopicReader reader = new TopicReader(settings())) {
            SensorLayout layout =
                    Objects.requireNonNull(reader.readTable(Topics.LAYOUTS).get("fed"));
            assertThat(layout.getChannels())
                    .extracting(channel -> channel.getName())
                    .containsExactly("a", "b");
            List<SensorRecord> records = records(reader, "fed");
            assertThat(records)
                    .extracting(SensorRecord::getTimestamp)
                    .containsExactly(
                            Instant.ofEpochMilli(1000), Instant.ofEpochMilli(2000), Instant.ofEpochMilli(3000));
            assertThat(records).extracting(SensorRecord::getLabel).containsExactly(1, 2, 3);
            assertThat(Floats.array(records.get(1).getValues())).containsExactly(2, Float.NaN);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldFeedFromANamedPipeWhichCanBeReadOnce() throws Exception {
        // Given
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Path> written = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.writeString(pipe, "a,b\n1,10\n2,20\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        // When
        Cli cli = Cli.run("feed", "--data", pipe.toString(), "-b", servers, "--layout", "piped");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(written).isCompleted();
        try (TopicReader reader = new TopicReader(settings())) {
            assertThat(records(reader, "piped")).hasSize(2);
        }
    }

    @Test
    void shouldRefuseToFeedWhenLayoutHasOtherChannels() throws IOException {
        // Given
        Path first = Files.writeString(folder.resolve("first.csv"), "a,b\n1,2\n");
        Path other = Files.writeString(folder.resolve("other.csv"), "a,c\n1,2\n");
        Cli.run("feed", "-d", first.toString(), "-b", servers, "-l", "taken");

        // When
        Cli cli = Cli.run("feed", "-d", other.toString(), "-b", servers, "-l", "taken");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .contains("Layout taken has the channel b where the file ", " has c; use another --layout");
    }

    @Test
    void shouldRefuseARetrainWhenLayoutIsUnknownOrTimeHasNotCome() {
        // When
        Cli unknown = Cli.run("retrain", "-b", servers, "-l", "nobody");
        Cli future = Cli.run("retrain", "-b", servers, "-l", "nobody", "--since", "2999-01-01T00:00:00Z");

        // Then
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("nobody", "must be a layout that is declared or has a selection");
        assertThat(future.exitCode()).isEqualTo(2);
        assertThat(future.err()).contains("--since", "must not be in the future");
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
    void shouldPublishTheRequestWhenARetrainIsAskedFor() throws IOException {
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
    void shouldSayThatThereIsNoneWhenNoSelectionIsPublished() {
        // When
        Cli list = Cli.run("selection", "list", "-b", servers);
        Cli show = Cli.run("selection", "show", "-b", servers, "-l", "fed");

        // Then
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).contains("no selection is published yet");
        assertThat(show.exitCode()).isEqualTo(2);
        assertThat(show.err()).contains("No active selection for layout fed");
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
    void shouldCreateWhatIsMissingAndNameWhatIsWrongWhenTopicsAreLookedAt() throws Exception {
        // Given: a cluster in which one topic is missing and one keeps all keys' records for a time only
        try (EmbeddedBroker other = EmbeddedBroker.start(folder.resolve("other"))) {
            String there = other.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", there))) {
                List<Topic<?, ?>> most = Topics.all().stream()
                        .filter(topic -> !topic.equals(Topics.DRIFT) && !topic.equals(Topics.MODELS))
                        .toList();
                TopicCreator.ensure(admin, most, true);
                admin.createTopics(List.of(new NewTopic(Topics.MODELS.name(), 1, (short) 1)))
                        .all()
                        .get();
                await().until(() -> admin.listTopics().names().get().contains(Topics.MODELS.name()));
            }

            // When
            Cli before = Cli.run("topics", "-b", there);
            Cli after = Cli.run("topics", "-b", there, "--create");

            // Then
            assertThat(before.exitCode()).isEqualTo(1);
            assertThat(before.out())
                    .containsPattern("sensor.drift +0 +missing; --create creates it")
                    .containsPattern("sensor.models +1 +delete +cleanup.policy must be compact; alter the topic")
                    .containsPattern("sensor.records +6 +delete +ok");
            assertThat(after.exitCode()).isEqualTo(1);
            assertThat(after.out())
                    .containsPattern("sensor.drift +1 +delete +ok")
                    .containsPattern("sensor.models +1 +delete +cleanup.policy must be compact");
        }
        assertThat(Cli.run("topics", "-b", servers).exitCode()).isZero();
    }

    private static List<SensorRecord> records(TopicReader reader, String layout) {
        List<SensorRecord> records = new java.util.ArrayList<>();
        reader.assign(Topics.RECORDS);
        reader.seekToBeginning();
        reader.readToEnd(record -> {
            SensorRecord value = Topics.RECORDS.valueSerde().deserializer().deserialize(record.topic(), record.value());
            if (value.getLayout().equals(layout)) {
                records.add(value);
            }
        });
        return records;
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", servers);
    }
}
