package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ModelChunk;
import io.sensieve.ReducedRecord;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.ModelChunks;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/**
 * Base of tests that publish complete, partial or broken selections of layout L and read the versions of the records.
 */
@NullUnmarked
abstract class SelectionFixture {
    static final Duration GRACE = Duration.ofSeconds(10);

    final Random random = new Random(3);

    /** Sends one record of layout L. */
    void send(SensieveTestDriver pipeline) {
        pipeline.send("d", "L", START, PlantedRecords.row(random));
    }

    /** Returns the selection versions of the projected records; no record may be dead-lettered. */
    static List<Integer> versions(SensieveTestDriver pipeline) {
        assertThat(pipeline.values(Topics.DEAD_LETTERS)).isEmpty();
        return pipeline.values(Topics.REDUCED).stream()
                .map(ReducedRecord::getSelectionVersion)
                .toList();
    }

    /** Publishes a selection and its pointer without the model. */
    static void announce(SensieveTestDriver pipeline, TestSelection published) {
        Selection selection = published.selection();
        pipeline.send(Topics.SELECTIONS, Keys.selection(selection.getLayout(), selection.getVersion()), selection);
        point(pipeline, published);
    }

    /** Publishes the pointer to a selection. */
    static void point(SensieveTestDriver pipeline, TestSelection published) {
        Selection selection = published.selection();
        pipeline.send(
                Topics.SELECTIONS,
                Keys.current(selection.getLayout()),
                new SelectionPointer(
                        selection.getLayout(), selection.getVersion(), START, false, ByteBuffer.allocate(0)));
    }

    /** Publishes chunks of a model. */
    static void send(SensieveTestDriver pipeline, List<ModelChunk> chunks) {
        chunks.forEach(chunk -> pipeline.send(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk));
    }

    /** Returns the selection with another model file. */
    static TestSelection with(TestSelection good, byte[] file) {
        return new TestSelection(
                Selection.newBuilder(good.selection())
                        .setModel(ModelChunks.reference(file))
                        .build(),
                file);
    }
}
