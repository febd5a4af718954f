package io.sensieve.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.SensorLayout;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.client.TopicReader;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Feeds files to a real broker. */
@ExtendWith(KafkaClusterExtension.class)
class FeedIT {
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
    void shouldSendAllRowsWhenTheFileIsANamedPipe() throws Exception {
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
