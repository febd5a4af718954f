package sensieve.benchmarks.streams;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sensieve.Selection;
import sensieve.model.LoadedSelection;
import sensieve.model.ModelFile;
import sensieve.standalone.client.DeviceProducer;
import sensieve.trainer.SelectionPublisher;
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.Origin;
import sensieve.trainer.learn.SelectionBuilder;
import sensieve.trainer.learn.TrainSettings;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.learn.TrainingListener;

/**
 * One trained selection, as it is published for any layout and version. Speed does not depend on how good it is, so
 * that its decoder is trained briefly.
 */
public final class Selections {
    private static final int EPOCHS = 3;
    private static final long SEED = 11;
    private static final float STEP = 1e-6f;

    private final TrainedSelection trained;

    /**
     * What the trainer publishes.
     *
     * @param modelFile what the selection refers to
     */
    public record Version(Selection selection, byte[] modelFile) {
        /** As the app holds it. */
        LoadedSelection loaded() {
            return LoadedSelection.of(selection, modelFile, Optional.empty());
        }
    }

    private Selections(TrainedSelection trained) {
        this.trained = trained;
    }

    /** Chooses K channels by the default method. */
    public static Selections train(SensorRows rows, int k) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        TrainSettings settings =
                TrainSettings.of(k).with(s -> s.finishEpochs(EPOCHS).seed(SEED));
        return new Selections(Method.CSS.selector().select(rows.data(), settings, TrainingListener.NONE));
    }

    /**
     * A version of it. All choose the same channels and rebuild a whole record alike; what stands for a missing value
     * differs, so that each has a file of its own.
     */
    public Version version(String layout, int version) {
        ModelFile model = trained.model();
        float[] fill = model.fill().clone();
        fill[0] += version * STEP;
        byte[] file = new ModelFile(model.channels(), fill, model.offset(), model.range(), model.decoder()).toBytes();
        Instant now = Instant.now();
        return new Version(
                SelectionBuilder.build(layout, version, trained, file, new Origin("offline", now, now, now, List.of())),
                file);
    }

    /** Publishes version 1 for each layout. */
    Map<String, LoadedSelection> publish(List<String> layouts, Cluster cluster) {
        Map<String, LoadedSelection> published = new HashMap<>();
        try (DeviceProducer producer = new DeviceProducer(cluster.clientSettings());
                SelectionPublisher publisher = new SelectionPublisher(cluster.bootstrapServers())) {
            for (String layout : layouts) {
                producer.declare(layout, trained.channelNames());
                Version first = version(layout, 1);
                publisher.publish(first.selection(), first.modelFile());
                published.put(layout, first.loaded());
            }
            producer.flush();
        }
        return published;
    }
}
