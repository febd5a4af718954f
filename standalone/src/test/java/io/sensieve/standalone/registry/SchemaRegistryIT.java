package io.sensieve.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.service.Service;
import io.sensieve.service.Settings;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsService;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.TrainerService;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Devices, trainer, app and readers with a registry process, on topics that held single-object records before. */
@ExtendWith(KafkaClusterExtension.class)
@Timeout(180)
class SchemaRegistryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 300;
    private static final int CHANNELS = 12;
    private static final int K = 4;

    /** A record of another device type: no label, an additional field, another field order. */
    private static final Schema OTHER_MAKE = SchemaBuilder.record("SensorRecord")
            .namespace("io.sensieve")
            .fields()
            .requiredLong("timestamp")
            .requiredString("firmware")
            .name("values")
            .type()
            .array()
            .items()
            .floatType()
            .noDefault()
            .requiredString("layout")
            .endRecord();

    @TempDir
    private Path folder;

    @Test
    void shouldSelectReduceAndRetrainWhenTopicsChangeToARegistry(KafkaCluster broker) throws Exception {
        try (ApicurioProcess registry = ApicurioProcess.start(folder)) {
            Map<String, Object> clients =
                    Map.of("bootstrap.servers", broker.getBootstrapServers(), "schema.registry.url", registry.url());
            Path file = PlantedFile.write(folder.resolve("planted.csv"), ROWS, CHANNELS, 7);

            // Given: records from before the registry
            assertOk(run(broker, "feed", "-d", file.toString(), "-l", "press", "--devices", "3"));
            try (TrainerService trainer = started(TrainerService.create(settings(
                            TrainerMain.runner().definition(),
                            clients,
                            Map.of("train.k", "" + K, "window.rows", "" + 2 * ROWS, "window.min.rows", "100"))));
                    StreamsService streams = started(StreamsService.create(settings(
                            StreamsMain.runner().definition(),
                            clients,
                            Map.of("state.dir", folder.resolve("state").toString()))))) {
                assertThat(trainer.httpUri()).isNotEqualTo(streams.httpUri());

                // When: our feeder and a device of another make send with the registry, and two records are unusable
                assertOk(run(
                        broker,
                        "feed",
                        "-d",
                        file.toString(),
                        "-l",
                        "press",
                        "--devices",
                        "3",
                        "--schema-registry-url",
                        registry.url()));
                sendAsOtherMake(clients, registry, 20);
                send(
                        clients,
                        ByteBuffer.allocate(60)
                                .put((byte) 0)
                                .putInt(Integer.MAX_VALUE)
                                .array());
                send(clients, new byte[] {0, 1});

                // Then
                int readable = 2 * ROWS + 20;
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(raw(clients, Topics.REDUCED)).hasSize(readable));
                assertThat(raw(clients, Topics.RECORDS)).hasSize(readable + 2);
                assertThat(raw(clients, Topics.DEAD_LETTERS))
                        .extracting(letter -> new String(
                                letter.headers()
                                        .lastHeader(DeadLetterHeaders.REASON)
                                        .value(),
                                StandardCharsets.UTF_8))
                        .containsExactlyInAnyOrder("unknown-schema", "bad-header");
                for (Topic<?, ?> topic :
                        List.of(Topics.SELECTIONS, Topics.MODELS, Topics.REDUCED, Topics.RECONSTRUCTIONS)) {
                    assertThat(raw(clients, topic))
                            .as(topic.name())
                            .isNotEmpty()
                            .allSatisfy(record -> assertThat(record.value()).startsWith(0, 0, 0, 0));
                }
                assertReadByOthers(clients, registry);
                assertReadByCommands(broker, registry);

                // When: the registry is away while a schema comes that the app has not met
                int known = raw(clients, Topics.DEAD_LETTERS).size();
                byte[] unmet = unmet(registry);
                registry.stop();
                send(clients, unmet);
                assertOk(run(broker, "feed", "-d", file.toString(), "-l", "press", "--devices", "3"));
                registry.startAgain();

                // Then
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(raw(clients, Topics.REDUCED)).hasSize(readable + ROWS + 1));
                assertThat(raw(clients, Topics.DEAD_LETTERS)).hasSize(known);
            }
        }
    }

    private static <S extends Service> S started(S service) {
        service.start();
        return service;
    }

    private static Settings settings(ConfigDef definition, Map<String, Object> clients, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(own);
        all.put("kafka.bootstrap.servers", clients.get("bootstrap.servers").toString());
        all.put("schema.registry.url", clients.get("schema.registry.url").toString());
        all.put("http.port", "0");
        return Settings.of(definition, all);
    }

    private static Cli run(KafkaCluster broker, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", broker.getBootstrapServers()));
        return Cli.run(all.toArray(String[]::new));
    }

    private static void assertOk(Cli cli) {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
    }

    /** By Apicurio's own serializer, which registers the schema by Apicurio's own interface. */
    private static void sendAsOtherMake(Map<String, Object> clients, ApicurioProcess registry, int records) {
        try (AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>();
                KafkaProducer<String, GenericRecord> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", clients.get("bootstrap.servers")),
                        new StringSerializer(),
                        configured(serializer, registry))) {
            for (int i = 0; i < records; i++) {
                GenericRecord record = otherMake(OTHER_MAKE, i);
                producer.send(new ProducerRecord<>(Topics.RECORDS.name(), "other-" + i, record));
            }
        }
    }

    private static AvroKafkaSerializer<GenericRecord> configured(
            AvroKafkaSerializer<GenericRecord> serializer, ApicurioProcess registry) {
        serializer.configure(
                Map.of("apicurio.registry.url", registry.ownUrl(), "apicurio.registry.auto-register", true), false);
        return serializer;
    }

    private static GenericRecord otherMake(Schema schema, int number) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("timestamp", System.currentTimeMillis());
        record.put("firmware", "v" + number);
        List<Float> values = new ArrayList<>();
        for (int c = 0; c < CHANNELS; c++) {
            values.add(0.01f * c);
        }
        record.put("values", values);
        record.put("layout", "press");
        return record;
    }

    /** A record of a schema that is registered, but that nobody has written with yet. */
    private static byte[] unmet(ApicurioProcess registry) {
        List<Schema.Field> fields = new ArrayList<>();
        OTHER_MAKE.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("site", Schema.create(Schema.Type.STRING)));
        GenericRecord record = otherMake(Schema.createRecord("SensorRecord", null, "io.sensieve", false, fields), 1);
        record.put("site", "north");
        try (AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>()) {
            return configured(serializer, registry).serialize(Topics.RECORDS.name(), record);
        }
    }

    private static void send(Map<String, Object> clients, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", clients.get("bootstrap.servers")),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.RECORDS.name(), "foreign", value));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> raw(Map<String, Object> clients, Topic<?, ?> topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.assign(topic);
            reader.seekToBeginning();
            reader.readToEnd(records::add);
        }
        return records;
    }

    /** A reader that knows the registry and nothing of us. */
    private static void assertReadByOthers(Map<String, Object> clients, ApicurioProcess registry) {
        try (Deserializer<GenericRecord> deserializer = new AvroKafkaDeserializer<>()) {
            deserializer.configure(Map.of("apicurio.registry.url", registry.ownUrl()), false);
            assertThat(raw(clients, Topics.REDUCED)).allSatisfy(record -> {
                GenericRecord read = deserializer.deserialize(record.topic(), record.value());
                assertThat(read.get("layout")).hasToString("press");
                assertThat((List<?>) Objects.requireNonNull(read.get("values"))).hasSize(K);
            });
        }
    }

    private void assertReadByCommands(KafkaCluster broker, ApicurioProcess registry) throws IOException {
        Path config =
                Files.writeString(folder.resolve("client.properties"), "schema.registry.url=" + registry.url() + "/\n");

        Cli tail =
                run(broker, "tail", "reduced", "--from-beginning", "-n", "2", "--schema-registry-url", registry.url());
        assertOk(tail);
        assertThat(tail.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"layout\": \"press\""));

        Cli list = run(broker, "selection", "list", "--command-config", config.toString());
        assertOk(list);
        assertThat(list.out()).contains("press");

        Cli blind = run(broker, "tail", "reduced", "--from-beginning", "-n", "1");
        assertThat(blind.exitCode()).isEqualTo(1);
        assertThat(blind.err()).contains("schema.registry.url");
    }
}
