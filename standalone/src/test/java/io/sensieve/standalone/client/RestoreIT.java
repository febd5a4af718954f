package io.sensieve.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sensieve.ReducedRecord;
import io.sensieve.Selection;
import io.sensieve.service.Settings;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsService;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerService;
import io.sensieve.trainer.settings.TrainerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Back-up and restore as {@code docs/how-to/upgrade-and-back-up.md} describes, from the compacted topics alone. */
@Timeout(180)
class RestoreIT {
    private static final int ROWS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<Topic<?, ?>> COMPACTED = List.of(Topics.SELECTIONS, Topics.MODELS, Topics.LAYOUTS);

    @TempDir
    private Path folder;

    @Test
    void shouldUseTheSameSelectionWhenItsTopicsAreMirroredToANewCluster() throws Exception {
        // Given: an active selection on the first cluster
        Path data = PlantedFile.write(folder.resolve("planted.csv"), ROWS, 12, 7);
        List<ConsumerRecord<byte[], byte[]>> mirrored = new ArrayList<>();
        Selection lost;
        try (EmbeddedBroker first = started("first");
                TrainerService trainer = trainer(first)) {
            trainer.start();
            feed(first, data);
            lost = await("a selection")
                    .atMost(PATIENCE)
                    .until(() -> selections(first), found -> !found.isEmpty())
                    .get(0);
            try (TopicReader reader = new TopicReader(client(first))) {
                reader.assign(COMPACTED);
                reader.seekToBeginning();
                reader.readToEnd(mirrored::add);
            }
        }

        // When: state folders and offsets are lost
        try (EmbeddedBroker second = started("second")) {
            mirror(mirrored, second);
            try (TrainerService trainer = trainer(second);
                    StreamsService app = app(second)) {
                trainer.start();
                app.start();
                feed(second, data);

                // Then: the mirrored version reduces records, and a retrain continues its numbers
                List<ReducedRecord> reduced = new ArrayList<>();
                try (TopicReader reader = new TopicReader(client(second))) {
                    reader.assign(Topics.REDUCED);
                    reader.seekToBeginning();
                    await("reduced records").atMost(PATIENCE).until(() -> {
                        reader.poll(record -> reduced.add(reader.read(Topics.REDUCED, record)));
                        return reduced.size() >= ROWS;
                    });
                }
                assertThat(reduced)
                        .hasSize(ROWS)
                        .allSatisfy(record ->
                                assertThat(record.getSelectionVersion()).isEqualTo(lost.getVersion()));
                Cli retrain = Cli.run("retrain", "-b", second.bootstrapServers(), "-l", "press");
                assertThat(retrain.exitCode()).as(retrain.err()).isZero();
                assertThat(selections(second).get(0)).isEqualTo(lost);
            }
        }
    }

    private EmbeddedBroker started(String name) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve(name));
        try (Admin admin = Admin.create(client(broker))) {
            TopicCreator.ensure(admin, Topics.all(), true);
        }
        return broker;
    }

    /** Mirrors records without a change of topic, key, value, headers and timestamp. */
    private static void mirror(List<ConsumerRecord<byte[], byte[]>> records, EmbeddedBroker to) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(to), new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(record -> producer.send(new ProducerRecord<>(
                    record.topic(), null, record.timestamp(), record.key(), record.value(), record.headers())));
            producer.flush();
        }
    }

    private static List<Selection> selections(EmbeddedBroker broker) {
        return PublishedSelections.read(client(broker)).of("press");
    }

    private static void feed(EmbeddedBroker broker, Path data) {
        Cli feed = Cli.run("feed", "-b", broker.bootstrapServers(), "-d", data.toString(), "-l", "press");
        assertThat(feed.exitCode()).as(feed.err()).isZero();
    }

    private static TrainerService trainer(EmbeddedBroker broker) {
        return TrainerService.create(Settings.of(
                TrainerSettings.definition(),
                service(
                        broker,
                        Map.of("train.k", "4", "train.hidden", "", "window.rows", "400", "window.min.rows", "100"))));
    }

    private StreamsService app(EmbeddedBroker broker) {
        return StreamsService.create(Settings.of(
                StreamsMain.runner().definition(),
                service(broker, Map.of("state.dir", folder.resolve("state").toString()))));
    }

    private static Map<String, String> service(EmbeddedBroker broker, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
        settings.put("http.port", "0");
        return settings;
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
