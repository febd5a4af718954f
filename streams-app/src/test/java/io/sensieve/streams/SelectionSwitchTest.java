package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ModelChunk;
import io.sensieve.ReducedRecord;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import io.sensieve.streams.selection.ActiveSelections;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class SelectionSwitchTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Random random = new Random(3);

    /** Publishes a version 2 that must not be used; given one that could be. */
    interface Breakage extends BiConsumer<SensieveTestDriver, TestSelection> {}

    static Stream<Arguments> breakages() {
        return Stream.of(
                broken("wrong-hash", (pipeline, good) -> {
                    byte[] flipped = good.model().clone();
                    flipped[flipped.length - 1] ^= 1;
                    ModelChunk chunk = ModelChunks.split(good.model()).get(0);
                    send(pipeline, List.of(new ModelChunk(chunk.getSha256(), 0, 1, ByteBuffer.wrap(flipped))));
                    announce(pipeline, good);
                }),
                broken(
                        "wrong-shape",
                        (pipeline, good) -> pipeline.publish(new TestSelection(
                                Selection.newBuilder(good.selection())
                                        .setChannelNames(List.of("only one"))
                                        .build(),
                                good.model()))),
                broken("wrong-shape", (pipeline, good) -> pipeline.publish(with(good, new byte[] {8, 0, 0, 0}))),
                broken("repeated-channel", (pipeline, good) -> pipeline.publish(selected(good, 0, 4, 4))),
                broken("channel-out-of-range", (pipeline, good) -> pipeline.publish(selected(good, 0, 4, 12))),
                broken("channel-out-of-range", (pipeline, good) -> pipeline.publish(selected(good, -1, 4, 8))),
                broken("not-finite", (pipeline, good) -> pipeline.publish(notANumber(good))),
                broken("missing-chunk", SelectionSwitchTest::announce),
                broken("missing-selection", SelectionSwitchTest::point),
                broken("other-layout", (pipeline, good) -> {
                    TestSelection other = PlantedRecords.selection("other", 2);
                    send(pipeline, ModelChunks.split(other.model()));
                    pipeline.send(Topics.SELECTIONS, Keys.selection("L", 2), other.selection());
                    point(pipeline, good);
                }),
                broken("unreadable", (pipeline, good) -> {
                    garble(pipeline, Keys.selection("L", 2));
                    point(pipeline, good);
                }),
                broken("unreadable", (pipeline, good) -> garble(pipeline, Keys.current("L"))));
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldKeepLastGoodSelectionWhenNewestIsBroken(String reason, Breakage breakage) {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            send(pipeline);

            // When
            breakage.accept(pipeline, PlantedRecords.selection("L", 2, 1));
            send(pipeline);
            pipeline.advance(GRACE);
            pipeline.advance(GRACE);
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 1, 1);
            assertThat(Meters.count(pipeline, "sensieve.selection.refused", "layout", "L", "reason", reason))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldActivateLastGoodSelectionWhenNewestIsBrokenAtRestart(String reason, Breakage breakage) {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.driver()
                    .<String, Integer>getKeyValueStore(ActiveSelections.STORE)
                    .put("L", 1);
            pipeline.publish(PlantedRecords.selection("L", 1));
            breakage.accept(pipeline, PlantedRecords.selection("L", 2, 1));

            // When
            send(pipeline);
            pipeline.advance(GRACE);

            // Then
            assertThat(versions(pipeline)).containsExactly(1);
            assertThat(Meters.count(pipeline, "sensieve.selection.refused", "layout", "L", "reason", reason))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldActivateNewestPassingVersionWhenTaskRemembersNone(String reason, Breakage breakage) {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            breakage.accept(pipeline, PlantedRecords.selection("L", 2, 1));

            // When
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1);
        }
    }

    @Test
    void shouldSwitchWhenNewerVersionIsPublished() {
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
            // Given
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

            // When
            pipeline.publish(withSpares(2, 1));
            pipeline.send("d", "L", START, new float[20]);

            // Then
            assertThat(pipeline.meters().scrape())
                    .contains("sensieve_selection_spare_rank{channel=\"c1\",layout=\"L\"} 1.0")
                    .doesNotContain("channel=\"c2");
        }
    }

    /** Chooses c0 of c0 to c19. */
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
            TestSelection large = large(2);
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
    void shouldUseNextVersionWhenTheOneBetweenWasRefused() {
        try (SensieveTestDriver pipeline = SensieveTestDriver.open()) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.publish(with(PlantedRecords.selection("L", 2), new byte[] {1}));
            send(pipeline);

            // When
            pipeline.publish(PlantedRecords.selection("L", 3));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 3);
        }
    }

    @Test
    void shouldRefuseModelWhenItIsAboveTheLimit() {
        TestSelection second = PlantedRecords.selection("L", 2);
        try (SensieveTestDriver pipeline = SensieveTestDriver.open(Map.of("model.max.bytes", "1000"))) {
            // Given
            pipeline.publish(PlantedRecords.selection("L", 1));
            pipeline.publish(second);
            send(pipeline);

            // When
            pipeline.publish(large(3));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2, 2);
        }
    }

    private void send(SensieveTestDriver pipeline) {
        pipeline.send("d", "L", START, PlantedRecords.row(random));
    }

    private static List<Integer> versions(SensieveTestDriver pipeline) {
        assertThat(pipeline.values(Topics.DEAD_LETTERS)).isEmpty();
        return pipeline.values(Topics.REDUCED).stream()
                .map(ReducedRecord::getSelectionVersion)
                .toList();
    }

    private static Arguments broken(String reason, Breakage breakage) {
        return Arguments.of(reason, breakage);
    }

    private static void announce(SensieveTestDriver pipeline, TestSelection published) {
        Selection selection = published.selection();
        pipeline.send(Topics.SELECTIONS, Keys.selection(selection.getLayout(), selection.getVersion()), selection);
        point(pipeline, published);
    }

    private static void point(SensieveTestDriver pipeline, TestSelection published) {
        Selection selection = published.selection();
        pipeline.send(
                Topics.SELECTIONS,
                Keys.current(selection.getLayout()),
                new SelectionPointer(
                        selection.getLayout(), selection.getVersion(), START, false, ByteBuffer.allocate(0)));
    }

    private static void send(SensieveTestDriver pipeline, List<ModelChunk> chunks) {
        chunks.forEach(chunk -> pipeline.send(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk));
    }

    private static void garble(SensieveTestDriver pipeline, String key) {
        pipeline.driver()
                .createInputTopic(Topics.SELECTIONS.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, new byte[] {1, 2, 3});
    }

    private static TestSelection with(TestSelection good, byte[] file) {
        return new TestSelection(
                Selection.newBuilder(good.selection())
                        .setModel(ModelChunks.reference(file))
                        .build(),
                file);
    }

    private static TestSelection selected(TestSelection good, int... channels) {
        ModelFile model = ModelFile.parse(good.model());
        TestSelection changed = with(
                good, new ModelFile(channels, model.fill(), model.offset(), model.range(), model.decoder()).toBytes());
        return new TestSelection(
                Selection.newBuilder(changed.selection())
                        .setChannels(Arrays.stream(channels)
                                .mapToObj(index -> new SelectedChannel(index, "c", 1f))
                                .toList())
                        .build(),
                changed.model());
    }

    private static TestSelection notANumber(TestSelection good) {
        ModelFile model = ModelFile.parse(good.model());
        model.decoder().layers().get(0).weight()[5] = Float.NaN;
        return with(good, model.toBytes());
    }

    /** Its model takes several chunks. */
    private static TestSelection large(int version) {
        TestSelection good = PlantedRecords.selection("L", version);
        ModelFile model = ModelFile.parse(good.model());
        int units = 40_000;
        float[] ones = new float[units];
        Arrays.fill(ones, 1);
        Random random = new Random(7);
        DecoderWeights decoder = new DecoderWeights(
                List.of(layer(PlantedRecords.K, units, random), layer(units, PlantedRecords.D, random)),
                List.of(new DecoderWeights.Norm(ones, new float[units])));
        return with(
                good, new ModelFile(model.channels(), model.fill(), model.offset(), model.range(), decoder).toBytes());
    }

    private static DecoderWeights.Linear layer(int inputs, int outputs, Random random) {
        float[] weight = new float[inputs * outputs];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) random.nextGaussian() / 100;
        }
        return new DecoderWeights.Linear(inputs, outputs, weight, new float[outputs]);
    }
}
