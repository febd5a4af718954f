package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stores and meters of drift detection hold at most {@code layouts.max} layouts. */
@NullUnmarked
class DriftLayoutsMaxTest {
    private final Random random = new Random(5);

    private SensieveTestDriver pipeline;

    @BeforeEach
    void open() {
        pipeline = SensieveTestDriver.open(Map.of("layouts.max", "2", "drift.window.ms", "1000"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void shouldRemoveLeastRecentlyUsedLayoutWhenLayoutsMaxIsExceeded() {
        // Given
        playWindow("L");
        playWindow("M");
        assertThat(keys("drift-states")).containsExactly("L", "M");
        assertThat(pipeline.meters().scrape()).contains("sensieve_drift_verdict{layout=\"L\"");

        // When
        playWindow("N");

        // Then
        assertThat(keys("drift-states")).containsExactly("M", "N");
        assertThat(keys("drift-monitors")).containsExactly("M/0000000001", "N/0000000001");
        assertThat(pipeline.meters().scrape()).doesNotContain("sensieve_drift_verdict{layout=\"L\"");
    }

    @Test
    void shouldKeepLayoutWithSelectionWhenLayoutNamesAreInvented() {
        // Given
        playWindow("L");
        playWindow("M");
        TestInputTopic<String, byte[]> partials = pipeline.driver()
                .createInputTopic(
                        "sensieve-streams-drift-partials-repartition",
                        new StringSerializer(),
                        new ByteArraySerializer());

        // When
        for (int i = 0; i < 10; i++) {
            partials.pipeInput("invented-" + i, partial("invented-" + i));
        }

        // Then
        assertThat(keys("drift-states")).containsExactly("L", "M");
        assertThat(keys("drift-windows")).isEmpty();
        assertThat(Meters.count(pipeline, "sensieve.drift.unjudged.records")).isEqualTo(10);
    }

    private void playWindow(String layout) {
        pipeline.publish(PlantedRecords.selection(layout, 1));
        for (int i = 0; i < 250; i++) {
            pipeline.send("d", layout, START, PlantedRecords.row(random));
        }
        for (int second = 0; second < 12; second++) {
            pipeline.advance(Duration.ofSeconds(1));
        }
        assertThat(pipeline.values(Topics.DRIFT)).hasSize(1);
    }

    private Set<String> keys(String store) {
        Set<String> keys = new TreeSet<>();
        try (KeyValueIterator<String, Object> entries =
                pipeline.driver().<String, Object>getKeyValueStore(store).all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static byte[] partial(String layout) {
        return AvroCodec.of(DriftPartial.class)
                .encode(DriftPartial.newBuilder()
                        .setLayout(layout)
                        .setSelectionVersion(1)
                        .setWindowStart(START)
                        .setRecords(1)
                        .setErrorRecords(1)
                        .setErrorSum(0)
                        .setMissingCounts(List.of())
                        .setSquaredErrors(Collections.nCopies(PlantedRecords.D, 0.0))
                        .setMeasuredCounts(Collections.nCopies(PlantedRecords.D, 0L))
                        .build());
    }
}
