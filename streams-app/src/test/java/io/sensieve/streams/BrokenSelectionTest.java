package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ModelChunk;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import io.sensieve.streams.selection.ActiveSelections;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Publications that fail a check: the last good selection must stay active. */
@NullUnmarked
class BrokenSelectionTest extends SelectionFixture {
    /** Publishes a broken version 2, which is made of a good one. */
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
                broken("missing-chunk", SelectionFixture::announce),
                broken("missing-selection", SelectionFixture::point),
                broken("other-layout", (pipeline, good) -> {
                    TestSelection other = PlantedRecords.selection("other", 2);
                    send(pipeline, ModelChunks.split(other.model()));
                    pipeline.send(Topics.SELECTIONS, Keys.selection("L", 2), other.selection());
                    point(pipeline, good);
                }),
                broken("unreadable", (pipeline, good) -> {
                    publishUnreadable(pipeline, Keys.selection("L", 2));
                    point(pipeline, good);
                }),
                broken("unreadable", (pipeline, good) -> publishUnreadable(pipeline, Keys.current("L"))));
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
    void shouldActivateNewestValidVersionWhenTaskRemembersNone(String reason, Breakage breakage) {
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
    void shouldActivateNextVersionWhenThePreviousOneWasRefused() {
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

    private static Arguments broken(String reason, Breakage breakage) {
        return Arguments.of(reason, breakage);
    }

    private static void publishUnreadable(SensieveTestDriver pipeline, String key) {
        pipeline.driver()
                .createInputTopic(Topics.SELECTIONS.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, new byte[] {1, 2, 3});
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
}
