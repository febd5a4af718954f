package io.sensieve.benchmarks.workload;

import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelFile;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.trainer.learn.SelectionBuilder;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.TrainingOrigin;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a selection and builds its versions for any layout. The training of the decoder is short, because the speed of
 * the app does not depend on its error.
 */
public final class BenchmarkSelections {
    private static final int EPOCHS = 3;
    private static final long SEED = 11;
    private static final float STEP = 1e-6f;

    private final TrainedSelection trained;

    /**
     * A version as the trainer publishes it.
     *
     * @param selection selection of the version
     * @param modelFile bytes of the model that the selection refers to
     */
    public record Version(Selection selection, byte[] modelFile) {
        /** Loads the version as the streams app does. */
        LoadedSelection load() {
            return LoadedSelection.of(selection, modelFile, Optional.empty());
        }
    }

    private BenchmarkSelections(TrainedSelection trained) {
        this.trained = trained;
    }

    /** Selects K channels with the default method. */
    public static BenchmarkSelections train(SensorRows rows, int k) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        TrainSettings settings =
                TrainSettings.of(k).withDecoder(d -> d.withEpochs(EPOCHS)).withSeed(SEED);
        return new BenchmarkSelections(
                SelectionMethod.CSS.selector().select(rows.data(), settings, TrainingListener.NONE));
    }

    /**
     * Builds a version. All versions have the same channels and decoder; they differ in the value that replaces a
     * missing one, so that each has its own model file.
     */
    public Version version(String layout, int version) {
        ModelFile model = trained.model();
        float[] fill = model.fill().clone();
        fill[0] += version * STEP;
        byte[] file = new ModelFile(model.channels(), fill, model.offset(), model.range(), model.decoder()).toBytes();
        Instant now = Instant.now();
        return new Version(
                SelectionBuilder.build(
                        layout, version, trained, file, new TrainingOrigin("offline", now, now, now, List.of())),
                file);
    }

    /** Publishes version 1 for each layout and returns the loaded selections by layout. */
    Map<String, LoadedSelection> publish(List<String> layouts, BenchmarkCluster cluster) {
        Map<String, LoadedSelection> published = new HashMap<>();
        try (DeviceProducer producer = new DeviceProducer(cluster.clientSettings());
                TransactionalPublisher publisher = new TransactionalPublisher(cluster.bootstrapServers())) {
            for (String layout : layouts) {
                producer.declare(layout, trained.channelNames());
                Version first = version(layout, 1);
                publisher.publish(first.selection(), first.modelFile());
                published.put(layout, first.load());
            }
            producer.flush();
        }
        return published;
    }
}
