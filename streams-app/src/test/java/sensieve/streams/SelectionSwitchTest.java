package sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static sensieve.streams.Pipeline.START;
import static sensieve.streams.Pipeline.record;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sensieve.ModelChunk;
import sensieve.ReducedRecord;
import sensieve.SelectedChannel;
import sensieve.Selection;
import sensieve.model.DecoderWeights;
import sensieve.model.ModelChunks;
import sensieve.model.ModelFile;
import sensieve.streams.selection.ActiveSelections;
import sensieve.topic.Keys;
import sensieve.topic.Topics;

@NullUnmarked
class SelectionSwitchTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Random random = new Random(3);

    @TempDir
    Path state;

    /** Publishes a version 2 that must not be used. */
    interface Breakage extends BiConsumer<Pipeline, Publication> {}

    static Stream<Arguments> breakages() {
        return Stream.of(
                broken("wrong-hash", (pipeline, good) -> {
                    byte[] flipped = good.model().clone();
                    flipped[flipped.length - 1] ^= 1;
                    ModelChunk chunk = good.chunks().get(0);
                    pipeline.publishChunks(List.of(new ModelChunk(chunk.getSha256(), 0, 1, ByteBuffer.wrap(flipped))));
                    announce(pipeline, good);
                }),
                broken(
                        "wrong-shape",
                        (pipeline, good) -> pipeline.publish(good.with(Selection.newBuilder(good.selection())
                                .setChannelNames(List.of("only one"))
                                .build()))),
                broken("wrong-shape", (pipeline, good) -> pipeline.publish(garbage(good, new byte[] {8, 0, 0, 0}))),
                broken("repeated-channel", (pipeline, good) -> pipeline.publish(chosen(0, 4, 4))),
                broken("channel-out-of-range", (pipeline, good) -> pipeline.publish(chosen(0, 4, 12))),
                broken("channel-out-of-range", (pipeline, good) -> pipeline.publish(chosen(-1, 4, 8))),
                broken("not-finite", (pipeline, good) -> pipeline.publish(notANumber())),
                broken("missing-chunk", SelectionSwitchTest::announce),
                broken("missing-selection", Pipeline::point),
                broken("other-layout", (pipeline, good) -> {
                    Publication other = Publication.of("other", 2);
                    pipeline.publishChunks(other.chunks());
                    pipeline.selections.pipeInput(Keys.selection("L", 2), Pipeline.encode(other.selection()));
                    pipeline.point(good);
                }),
                broken("unreadable", (pipeline, good) -> {
                    pipeline.selections.pipeInput(Keys.selection("L", 2), new byte[] {1, 2, 3});
                    pipeline.point(good);
                }),
                broken(
                        "unreadable",
                        (pipeline, good) -> pipeline.selections.pipeInput(Keys.current("L"), new byte[] {1, 2, 3})));
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldKeepLastGoodSelectionWhenNewestIsBroken(String reason, Breakage breakage) {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.publish(Publication.of("L", 1));
            send(pipeline);

            // When
            breakage.accept(pipeline, Publication.of("L", 2, 1));
            send(pipeline);
            pipeline.advance(GRACE);
            pipeline.advance(GRACE);
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 1, 1);
            assertThat(pipeline.count("sensieve.selection.refused", "layout", "L", "reason", reason))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldTakeLastGoodSelectionAgainWhenNewestIsBrokenAtRestart(String reason, Breakage breakage) {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.<Integer>store(ActiveSelections.STORE).put("L", 1);
            pipeline.publish(Publication.of("L", 1));
            breakage.accept(pipeline, Publication.of("L", 2, 1));

            // When
            send(pipeline);
            pipeline.advance(GRACE);

            // Then
            assertThat(versions(pipeline)).containsExactly(1);
            assertThat(pipeline.count("sensieve.selection.refused", "layout", "L", "reason", reason))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldWalkDownToNewestThatPassesWhenTaskRemembersNothing(String reason, Breakage breakage) {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.publish(Publication.of("L", 1));
            breakage.accept(pipeline, Publication.of("L", 2, 1));

            // When
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1);
        }
    }

    @Test
    void shouldSwitchWhenNewerVersionIsPublished() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.publish(Publication.of("L", 1, 0));
            float[] row = Publication.row(random);
            pipeline.send("d", record("L", START, row));

            // When
            pipeline.publish(Publication.of("L", 2, 1));
            pipeline.send("d", record("L", START, row));

            // Then
            List<ReducedRecord> reduced = pipeline.values(Topics.REDUCED);
            assertThat(reduced.get(0).getSelectionVersion()).isEqualTo(1);
            assertThat(reduced.get(0).getValues()).containsExactly(row[0], row[4], row[8]);
            assertThat(reduced.get(1).getSelectionVersion()).isEqualTo(2);
            assertThat(reduced.get(1).getValues()).containsExactly(row[1], row[5], row[9]);
            assertThat(pipeline.values(Topics.RECONSTRUCTIONS))
                    .extracting(rebuilt -> rebuilt.getSelectionVersion())
                    .containsExactly(1, 2);
            assertThat(pipeline.gauge("sensieve.selection.version", "layout", "L"))
                    .isEqualTo(2);
            assertThat(pipeline.gauge("sensieve.selection.churn.channels", "layout", "L"))
                    .isEqualTo(Publication.K);
            assertThat(pipeline.count("sensieve.selection.switches", "layout", "L"))
                    .isEqualTo(2);
            assertThat(pipeline.registry
                            .get("sensieve.selection.first.use")
                            .timer()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseOlderVersionWhenPointerGoesBack() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.publish(Publication.of("L", 1));
            pipeline.publish(Publication.of("L", 2));
            send(pipeline);

            // When
            pipeline.point(Publication.of("L", 1));
            send(pipeline);
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2, 2, 2);
            assertThat(pipeline.count("sensieve.selection.refused", "layout", "L", "reason", "older-version"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseOlderVersionWhenPointerWentBackBeforeRestart() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.<Integer>store(ActiveSelections.STORE).put("L", 2);
            pipeline.publish(Publication.of("L", 1));
            pipeline.publish(Publication.of("L", 2));
            pipeline.point(Publication.of("L", 1));

            // When
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2);
            assertThat(pipeline.count("sensieve.selection.refused", "layout", "L", "reason", "older-version"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldSwitchWithoutRefusalWhenMissingChunkComesWithinGrace() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.publish(Publication.of("L", 1));
            Publication large = Publication.large("L", 2);
            List<ModelChunk> chunks = large.chunks();
            assertThat(chunks).hasSizeGreaterThan(2);
            announce(pipeline, large);
            pipeline.publishChunks(chunks.subList(1, chunks.size()));
            send(pipeline);
            pipeline.advance(GRACE.minusMillis(200));

            // When
            pipeline.publishChunks(chunks.subList(0, 1));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 2);
            assertThat(pipeline.count("sensieve.selection.refused", "layout", "L", "reason", "missing-chunk"))
                    .isZero();
        }
    }

    @Test
    void shouldUseNextVersionWhenTheOneBetweenWasRefused() {
        try (Pipeline pipeline = new Pipeline(state, Map.of())) {
            // Given
            pipeline.publish(Publication.of("L", 1));
            pipeline.publish(garbage(Publication.of("L", 2), new byte[] {1}));
            send(pipeline);

            // When
            pipeline.publish(Publication.of("L", 3));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 3);
        }
    }

    @Test
    void shouldRefuseModelWhenItIsAboveTheLimit() {
        Publication second = Publication.of("L", 2);
        try (Pipeline pipeline = new Pipeline(state, Map.of("model.max.bytes", "1000"))) {
            // Given
            pipeline.publish(Publication.of("L", 1));
            pipeline.publish(second);
            send(pipeline);

            // When
            pipeline.publish(Publication.large("L", 3));
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(2, 2);
        }
    }

    private void send(Pipeline pipeline) {
        pipeline.send("d", record("L", START, Publication.row(random)));
    }

    private static List<Integer> versions(Pipeline pipeline) {
        assertThat(pipeline.values(Topics.DEAD_LETTERS)).isEmpty();
        return pipeline.values(Topics.REDUCED).stream()
                .map(ReducedRecord::getSelectionVersion)
                .toList();
    }

    private static Arguments broken(String reason, Breakage breakage) {
        return Arguments.of(reason, breakage);
    }

    private static void announce(Pipeline pipeline, Publication publication) {
        pipeline.publishSelection(publication);
        pipeline.point(publication);
    }

    private static Publication garbage(Publication good, byte[] file) {
        return new Publication(
                Selection.newBuilder(good.selection())
                        .setModel(ModelChunks.reference(file))
                        .build(),
                file);
    }

    private static Publication chosen(int... channels) {
        Publication good = Publication.of("L", 2);
        ModelFile model = ModelFile.parse(good.model());
        Publication changed = Publication.of(
                "L", 2, new ModelFile(channels, model.fill(), model.offset(), model.range(), model.decoder()));
        return changed.with(Selection.newBuilder(changed.selection())
                .setChannels(Arrays.stream(channels)
                        .mapToObj(index -> new SelectedChannel(index, "c", 1f))
                        .toList())
                .build());
    }

    private static Publication notANumber() {
        ModelFile model = ModelFile.parse(Publication.of("L", 2).model());
        DecoderWeights.Linear layer = model.decoder().layers().get(0);
        layer.weight()[5] = Float.NaN;
        return Publication.of("L", 2, model);
    }
}
