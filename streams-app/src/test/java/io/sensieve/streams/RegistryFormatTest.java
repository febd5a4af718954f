package io.sensieve.streams;

import static io.sensieve.streams.Records.reason;
import static io.sensieve.streams.Records.record;
import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.codec.RegistryUnavailableException;
import io.sensieve.service.WireFormats;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The app with a schema registry: a test server that numbers schemas from 1 in the order of their registration. */
@NullUnmarked
class RegistryFormatTest {
    private static final byte[] KEY = "device".getBytes(StandardCharsets.UTF_8);

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> schemas = new ArrayList<>();
    private final Random random = new Random(3);
    private HttpServer registry;
    private Map<String, String> settings;
    private volatile boolean away;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
        settings = Map.of(
                "schema.registry.url",
                "http://127.0.0.1:" + registry.getAddress().getPort(),
                "schema.registry.wait.ms",
                "0");
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int status = 200;
        String body;
        if (away) {
            status = 503;
            body = "{}";
        } else if (path.startsWith("/subjects/")) {
            String schema =
                    json.readTree(exchange.getRequestBody()).path("schema").asText();
            if (!schemas.contains(schema)) {
                schemas.add(schema);
            }
            body = "{\"id\": " + (schemas.indexOf(schema) + 1) + "}";
        } else {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            status = id > 0 && id <= schemas.size() ? 200 : 404;
            body = status == 200
                    ? json.createObjectNode().put("schema", schemas.get(id - 1)).toString()
                    : "{\"error_code\": 40403}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void shouldWriteTheSameValuesInTheRegistryFormatWhenInputsMixBothFormats() {
        try (SensieveTestDriver plain = SensieveTestDriver.open();
                SensieveTestDriver driver = SensieveTestDriver.open(settings)) {
            // Given
            plain.publish(PlantedRecords.selection("L", 1));
            driver.publish(PlantedRecords.selection("L", 1));

            // When
            for (int i = 0; i < 10; i++) {
                float[] row = PlantedRecords.row(random);
                plain.send("device", "L", START.plusMillis(i), row);
                if (i % 3 == 0) {
                    driver.records().pipeInput(KEY, record("L", START.plusMillis(i), row));
                } else {
                    driver.send("device", "L", START.plusMillis(i), row);
                }
            }

            // Then
            List<ReducedRecord> reduced = plain.values(Topics.REDUCED);
            List<Reconstruction> reconstructed = plain.values(Topics.RECONSTRUCTIONS);
            assertThat(reduced).hasSize(10);
            assertThat(driver.values(Topics.REDUCED)).isEqualTo(reduced);
            assertThat(driver.values(Topics.RECONSTRUCTIONS)).isEqualTo(reconstructed);
            driver.send("device", "L", START, PlantedRecords.row(random));
            assertThat(bytes(driver, Topics.REDUCED.name())).startsWith(0, 0, 0, 0);
            assertThat(bytes(driver, Topics.RECONSTRUCTIONS.name())).startsWith(0, 0, 0, 0);
        }
    }

    @Test
    void shouldReduceBufferedRecordsOfBothFormatsWhenTheSelectionArrives() {
        try (SensieveTestDriver driver = SensieveTestDriver.open(settings)) {
            // Given
            driver.records().pipeInput(KEY, record("L", START, PlantedRecords.row(random)));
            driver.send("device", "L", START, PlantedRecords.row(random));

            // When
            driver.publish(PlantedRecords.selection("L", 1));
            driver.advance(Duration.ofSeconds(1));

            // Then
            assertThat(driver.values(Topics.REDUCED)).hasSize(2);
            assertThat(driver.values(Topics.DEAD_LETTERS)).isEmpty();
        }
    }

    @Test
    void shouldDeadLetterTheBytesUnchangedWhenTheRegistryDoesNotKnowTheSchema() {
        try (SensieveTestDriver driver = SensieveTestDriver.open(settings)) {
            // Given
            driver.publish(PlantedRecords.selection("L", 1));
            byte[] bytes = {0, 0, 0, 3, (byte) 231, 1, 2, 3};

            // When
            driver.records().pipeInput(KEY, bytes);

            // Then
            List<TestRecord<byte[], byte[]>> letters = driver.read(Topics.DEAD_LETTERS);
            assertThat(letters).hasSize(1);
            assertThat(reason(letters.get(0))).isEqualTo("unknown-schema");
            assertThat(letters.get(0).value()).isEqualTo(bytes);
        }
    }

    @Test
    void shouldFailTheThreadWithoutDeadLettersWhenTheRegistryIsUnavailable() {
        SensieveTestDriver driver = SensieveTestDriver.open(settings);
        try (WireFormat format = WireFormats.of(settings)) {
            // Given
            driver.publish(PlantedRecords.selection("L", 1));
            byte[] bytes = format.serialize(
                    Topics.RECORDS, new SensorRecord("L", START, null, Floats.view(PlantedRecords.row(random))));
            away = true;

            // When / Then
            assertThatThrownBy(() -> driver.records().pipeInput(KEY, bytes))
                    .hasRootCauseInstanceOf(RegistryUnavailableException.class);
            assertThat(driver.values(Topics.DEAD_LETTERS)).isEmpty();
            assertThat(driver.values(Topics.REDUCED)).isEmpty();
            away = false;
            driver.records().pipeInput(KEY, bytes);
            assertThat(driver.values(Topics.REDUCED)).hasSize(1);
        } finally {
            driver.close();
        }
    }

    private static byte[] bytes(SensieveTestDriver driver, String topic) {
        return driver.driver()
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValue();
    }
}
