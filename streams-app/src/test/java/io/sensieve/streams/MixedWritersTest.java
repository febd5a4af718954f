package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices with different schema versions on one topic: each writes its version of SensorRecord with Avro's own encoder.
 */
@NullUnmarked
class MixedWritersTest {
    private static final String RECORD = """
            {"type": "record", "name": "SensorRecord", "namespace": "io.sensieve", "fields": [%s]}""";
    private static final String LAYOUT = """
            {"name": "layout", "type": "string"}""";
    private static final String TIME = """
            {"name": "timestamp", "type": {"type": "long", "logicalType": "timestamp-millis"}}""";
    private static final String LABEL = """
            {"name": "label", "type": ["null", "int"], "default": null}""";
    private static final String FIRMWARE = """
            {"name": "firmware", "type": ["null", "string"], "default": null}""";
    private static final String VALUES = """
            {"name": "values", "type": {"type": "array", "items": "float"}}""";

    /** Schema without the field {@code label}. */
    private static final Schema OLD = schema(LAYOUT, TIME, VALUES);
    /** Schema with fields that the app does not know, before and after the fields that it reads. */
    private static final Schema ADDED = schema(LAYOUT, TIME, LABEL, FIRMWARE, VALUES);

    private static final Schema APPENDED = schema(LAYOUT, TIME, LABEL, VALUES, FIRMWARE);
    private static final Schema REORDERED = schema(VALUES, LABEL, TIME, LAYOUT);
    private static final List<Schema> WRITERS = List.of(SensorRecord.getClassSchema(), OLD, ADDED, APPENDED, REORDERED);

    private final Random random = new Random(6);

    @TempDir
    Path folder;

    @BeforeEach
    void giveSchemas() throws IOException {
        for (int i = 1; i < WRITERS.size(); i++) {
            Files.writeString(
                    folder.resolve("writer-" + i + ".avsc"), WRITERS.get(i).toString());
        }
    }

    @Test
    void shouldWriteTheSameOutputWhenWritersDiffer() throws IOException {
        try (SensieveTestDriver driver = SensieveTestDriver.open(Map.of("schemas.dir", folder.toString()))) {
            // Given
            driver.publish(PlantedRecords.selection("L", 1));

            // When
            List<ReducedRecord> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                float[] row = PlantedRecords.row(random);
                for (Schema writer : WRITERS) {
                    send(driver, writer, START.plusMillis(i), row);
                    expected.add(reduced(START.plusMillis(i), row));
                }
            }

            // Then
            assertThat(driver.values(Topics.DEAD_LETTERS)).isEmpty();
            assertThat(driver.values(Topics.REDUCED)).isEqualTo(expected);
            List<Reconstruction> reconstructed = driver.values(Topics.RECONSTRUCTIONS);
            assertThat(reconstructed).hasSameSizeAs(expected);
            for (int i = 0; i < reconstructed.size(); i++) {
                assertThat(reconstructed.get(i)).isEqualTo(reconstructed.get(i - i % WRITERS.size()));
            }
        }
    }

    @Test
    void shouldProjectBufferedRecordsOfAllWritersInOrderWhenSelectionArrives() throws IOException {
        try (SensieveTestDriver driver = SensieveTestDriver.open(Map.of("schemas.dir", folder.toString()))) {
            // Given
            List<ReducedRecord> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                float[] row = PlantedRecords.row(random);
                send(driver, WRITERS.get(i % WRITERS.size()), START.plusMillis(i), row);
                expected.add(reduced(START.plusMillis(i), row));
            }

            // When
            driver.publish(PlantedRecords.selection("L", 1));
            driver.advance(Duration.ofSeconds(1));

            // Then
            assertThat(driver.values(Topics.REDUCED)).isEqualTo(expected);
        }
    }

    @Test
    void shouldDeadLetterTheRecordUnchangedWhenItsWriterSchemaIsUnknown() throws IOException {
        try (SensieveTestDriver driver = SensieveTestDriver.open()) {
            // Given
            driver.publish(PlantedRecords.selection("L", 1));
            float[] row = PlantedRecords.row(random);

            // When
            send(driver, SensorRecord.getClassSchema(), START, row);
            send(driver, ADDED, START, row);
            send(driver, SensorRecord.getClassSchema(), START, row);

            // Then
            assertThat(driver.values(Topics.REDUCED)).hasSize(2);
            assertThat(driver.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(bytes(ADDED, START, row));
                assertThat(Records.reason(letter)).isEqualTo("unknown-schema");
            });
        }
    }

    private static void send(SensieveTestDriver driver, Schema writer, Instant time, float[] row) throws IOException {
        driver.records().pipeInput("d".getBytes(UTF_8), bytes(writer, time, row));
    }

    private static byte[] bytes(Schema writer, Instant time, float[] row) throws IOException {
        GenericRecordBuilder record = new GenericRecordBuilder(writer)
                .set("layout", "L")
                .set("timestamp", time.toEpochMilli())
                .set("values", Floats.view(row));
        if (writer.getField("firmware") != null) {
            record.set("firmware", "1.2");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(new GenericData(), writer).encode(record.build(), out);
        return out.toByteArray();
    }

    private static ReducedRecord reduced(Instant time, float[] row) {
        return new ReducedRecord("L", 1, time, List.of(row[0], row[4], row[8]));
    }

    private static Schema schema(String... fields) {
        return new SchemaParser()
                .parse(RECORD.formatted(String.join(", ", fields)))
                .mainSchema();
    }
}
