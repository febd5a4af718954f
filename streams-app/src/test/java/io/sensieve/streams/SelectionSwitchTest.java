package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ModelChunk;
import io.sensieve.ReducedRecord;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.model.ModelChunks;
import io.sensieve.streams.selection.ActiveSelections;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Switches between versions of a selection, and their meters. */
@NullUnmarked
class SelectionSwitchTest extends SelectionFixture {
    @Test
    void shouldProjectWithNewerVersionWhenItIsPublished() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1, 0));
            float[] row = PlantedRecords.row(random);
            pipeline.send("d", "L", START, row);

            // When
            pipeline.publish(PlantedRecords.selection("L", 2, 1));
            pipeline.send("d", "L", START, row);

            // Then
            List<ReducedRecord> reduced = pipeline.values(Topics.REDUCED);
            assertThat(reduced.get(0).getSelectionVersion()).isEqualTo(1);
            assertThat(reduced.get(0).getValues()).containsExactly(row[0], row[4], row[8]);
            assertThat(reduced.get(1).getSelectionVersion()).isEqualTo(2);
            assertThat(reduced.get(1).getValues()).containsExactly(row[1], row[5], row[9]);
            assertThat(pipeline.values(Topics.RECONSTRUCTIONS))
                    .extracting(reconstructed -> reconstructed.getSelectionVersion())
                    .containsExactly(1, 2);
        }
    }

    @Test
    void shouldShowSwitchInMetersWhenNewerVersionIsPublished() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1, 0));
            send(pipeline);

            // When
            pipeline.publish(PlantedRecords.selection("L", 2, 1));
            send(pipeline);

            // Then
            assertThat(Meters.gauge(pipeline, "sensieve.selection.version", "layout", "L"))
                    .isEqualTo(2);
            assertThat(Meters.gauge(pipeline, "sensieve.selection.churn.channels", "layout", "L"))
                    .isEqualTo(PlantedRecords.K);
            assertThat(Meters.count(pipeline, "sensieve.selection.switches", "layout", "L"))
                    .isEqualTo(2);
            assertThat(pipeline.meters()
                            .get("sensieve.selection.first.use")
                            .timer()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseOlderVersionWhenPointerGoesBack() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.publish(PlantedRecords.selection("L", 2));
            send(pipeline);

            // When
            point(pipeline, PlantedRecords.selection("L", 1));
            send(pipeline);
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2, 2, 2);
            assertThat(Meters.count(pipeline, "sensieve.selection.refused", "layout", "L", "reason", "older-version"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseOlderVersionWhenPointerWentBackBeforeRestart() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.driver()
                    .<String, Integer>getKeyValueStore(ActiveSelections.STORE)
                    .put("L", 2);
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.publish(PlantedRecords.selection("L", 2));
            point(pipeline, PlantedRecords.selection("L", 1));

            // When
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2);
            assertThat(Meters.count(pipeline, "sensieve.selection.refused", "layout", "L", "reason", "older-version"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldShowValidationErrorAndBestSparesWhenASelectionIsActivated() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // When
            TestSelection first = withSpares(1, 12);
            pipeline.publish(first);
            pipeline.send("d", "L", START, new float[20]);

            // Then
            assertThat(pipeline.meters().scrape())
                    .contains(
                            "sensieve_selection_channels{layout=\"L\"} 1.0",
                            "sensieve_selection_spares{layout=\"L\"} 12.0",
                            "sensieve_selection_validation_error{layout=\"L\"} "
                                    + first.selection().getValidation().getMean(),
                            "sensieve_selection_spare_rank{channel=\"c1\",layout=\"L\"} 1.0",
                            "sensieve_selection_spare_rank{channel=\"c10\",layout=\"L\"} 10.0")
                    .doesNotContain("c11");
        }
    }

    @Test
    void shouldRemoveMetersOfFormerSparesWhenANewerSelectionIsActivated() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(withSpares(1, 12));
            pipeline.send("d", "L", START, new float[20]);

            // When
            pipeline.publish(withSpares(2, 1));
            pipeline.send("d", "L", START, new float[20]);

            // Then
            assertThat(pipeline.meters().scrape())
                    .contains("sensieve_selection_spare_rank{channel=\"c1\",layout=\"L\"} 1.0")
                    .doesNotContain("channel=\"c2");
        }
    }

    /** Returns a selection of channel c0 of the channels c0 to c19. */
    private static TestSelection withSpares(int version, int spares) {
        List<String> channels = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
        TestSelection selected = TestSelection.of("L", version, channels, "c0");
        return new TestSelection(
                Selection.newBuilder(selected.selection())
                        .setSpares(IntStream.rangeClosed(1, spares)
                                .mapToObj(i -> new SelectedChannel(i, channels.get(i), 1f))
                                .toList())
                        .build(),
                selected.model());
    }

    @Test
    void shouldSwitchWithoutRefusalWhenMissingChunkArrivesWithinGrace() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            TestSelection large = PlantedRecords.large("L", 2);
            List<ModelChunk> chunks = ModelChunks.split(large.model());
            assertThat(chunks).hasSizeGreaterThan(2);
            announce(pipeline, large);
            send(pipeline, chunks.subList(1, chunks.size()));
            send(pipeline);
            pipeline.advance(GRACE.minusMillis(200));

            // When
            send(pipeline, chunks.subList(0, 1));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 2);
            assertThat(Meters.count(pipeline, "sensieve.selection.refused", "layout", "L", "reason", "missing-chunk"))
                    .isZero();
        }
    }

    @Test
    void shouldRefuseModelWhenItExceedsTheSizeLimit() {
        TestSelection second = PlantedRecords.selection("L", 2);
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("model.max.bytes", "1000"))) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.publish(second);
            send(pipeline);

            // When
            pipeline.publish(PlantedRecords.large("L", 3));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2, 2);
        }
    }
}
