package sensieve.benchmarks.streams;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sensieve.ModelChunk;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.model.LoadedSelection;
import sensieve.model.ModelChunks;
import sensieve.standalone.client.DeviceProducer;
import sensieve.topic.Keys;
import sensieve.topic.Topics;
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.Origin;
import sensieve.trainer.learn.SelectionBuilder;
import sensieve.trainer.learn.TrainSettings;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.learn.TrainingListener;

/**
 * One trained selection, and how it is published for any layout and version as the trainer does: pieces of the model,
 * selection, pointer. Speed does not depend on how good it is, so that its decoder is trained briefly.
 */
final class Selections {
    private static final int EPOCHS = 3;
    private static final long SEED = 11;

    private final TrainedSelection trained;
    private final byte[] modelFile;

    private Selections(TrainedSelection trained) {
        this.trained = trained;
        this.modelFile = trained.model().toBytes();
    }

    /** Chooses K channels by the default method. */
    static Selections train(SensorRows rows, int k) {
        TrainSettings settings =
                TrainSettings.of(k).with(s -> s.finishEpochs(EPOCHS).seed(SEED));
        return new Selections(Method.CSS.selector().select(rows.data(), settings, TrainingListener.NONE));
    }

    /** Publishes version 1 for each layout. */
    Map<String, LoadedSelection> publish(List<String> layouts, Map<String, Object> clientSettings) {
        Map<String, LoadedSelection> published = new HashMap<>();
        try (DeviceProducer producer = new DeviceProducer(clientSettings)) {
            for (String layout : layouts) {
                producer.declare(layout, trained.channelNames());
                published.put(layout, publish(producer, layout, 1));
            }
            producer.flush();
        }
        return published;
    }

    private LoadedSelection publish(DeviceProducer producer, String layout, int version) {
        Instant now = Instant.now();
        Selection selection = SelectionBuilder.build(
                layout, version, trained, modelFile, new Origin("offline", now, now, now, List.of()));
        for (ModelChunk chunk : ModelChunks.cut(modelFile)) {
            producer.send(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk, null);
        }
        producer.send(Topics.SELECTIONS, Keys.selection(layout, version), selection, null);
        producer.send(Topics.SELECTIONS, Keys.current(layout), new SelectionPointer(layout, version, now), null);
        return LoadedSelection.of(selection, modelFile, Optional.empty());
    }
}
