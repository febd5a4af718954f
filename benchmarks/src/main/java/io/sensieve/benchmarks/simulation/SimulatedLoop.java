package io.sensieve.benchmarks.simulation;

import io.sensieve.DriftReport;
import io.sensieve.ModelChunk;
import io.sensieve.ModelReference;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorRecord;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.TransactionalPublisher;
import io.sensieve.codec.Floats;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import io.sensieve.service.Settings;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Connects a streams app and a trainer in simulated time: forwards the retrain requests of the app to the trainer, and
 * the published selections of the trainer to the app. The clock stands still during a training.
 */
public final class SimulatedLoop implements AutoCloseable {
    private static final String DEVICE = "device-1";

    private final BenchmarkCluster cluster;
    private final SimulatedApp app;
    private final DeviceProducer producer;
    private final SimulatedTrainer trainer;
    private final TopicReader models;
    private final TopicReader selections;
    private final TopicReader retrains;
    private final int every;
    private final List<DriftReport> reports = new ArrayList<>();
    private final Map<String, ModelChunk> chunks = new HashMap<>();
    private final Map<Integer, Selection> known = new HashMap<>();
    private final List<Switch> switches = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private long requests;

    /**
     * Starts app and trainer with an active selection. The topics of an earlier loop are created again, empty.
     *
     * @param cluster broker of the trainer, one loop at a time
     * @param settings settings of the app
     * @param trainerSettings settings of the trainer service
     * @param channelNames names of the D channels
     * @param first selection of version 1
     * @param every number of records between two turns of the trainer
     */
    public SimulatedLoop(
            BenchmarkCluster cluster,
            SimulationSettings settings,
            Map<String, String> trainerSettings,
            List<String> channelNames,
            TestSelection first,
            int every) {
        this.cluster = cluster;
        this.every = every;
        app = new SimulatedApp(settings.all(), settings.perSecond(), settings.tick());
        Set<String> topics = Topics.all().stream().map(Topic::name).collect(Collectors.toSet());
        cluster.delete(topics::contains);
        cluster.create(Topics.all(), 1);
        producer = new DeviceProducer(cluster.clientSettings());
        producer.declare(SimulatedApp.LAYOUT, channelNames);
        producer.flush();
        try (TopicReader layouts = reader(Topics.LAYOUTS)) {
            layouts.readToEnd(this::forward);
        }
        try (TransactionalPublisher publisher = new TransactionalPublisher(cluster.bootstrapServers())) {
            publisher.publish(first.selection(), first.model());
        }
        models = reader(Topics.MODELS);
        selections = reader(Topics.SELECTIONS);
        retrains = reader(Topics.RETRAINS);
        forwardSelections();
        Map<String, String> ofThisLoop = new HashMap<>(trainerSettings);
        ofThisLoop.put(KafkaSettings.CONSUMER_GROUP, "trainer-" + UUID.randomUUID());
        trainer = new SimulatedTrainer(trainerSettings(ofThisLoop, cluster.bootstrapServers()), app::clock);
    }

    /**
     * Creates the settings of the trainer service.
     *
     * @throws io.sensieve.service.SettingException if a setting is unknown or invalid
     */
    public static Settings trainerSettings(Map<String, String> settings, String bootstrapServers) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap.servers", bootstrapServers);
        all.put("http.port", "0");
        return Settings.of(TrainerMain.runner().definition(), all);
    }

    private TopicReader reader(Topic<?, ?> topic) {
        TopicReader reader = new TopicReader(cluster.clientSettings());
        reader.assign(topic);
        reader.seekToBeginning();
        return reader;
    }

    /** Sends the next record. */
    public void send(float[] row) {
        producer.send(
                Topics.RECORDS,
                DEVICE,
                new SensorRecord(SimulatedApp.LAYOUT, app.time(app.sent()), null, Floats.view(row)),
                null);
        if (app.send(row)) {
            reports.addAll(app.read(Topics.DRIFT));
            for (TestRecord<byte[], byte[]> request : app.bytes(Topics.RETRAIN_REQUESTS.name())) {
                producer.sendBytes(Topics.RETRAIN_REQUESTS, request.key(), request.value(), null);
                requests++;
            }
        }
        if (app.sent() % every == 0) {
            producer.flush();
            trainer.settle(app.sent(), requests);
            forwardSelections();
            retrains.readToEnd(record -> decisions.add(new Decision(app.sent(), decoded(Topics.RETRAINS, record))));
        }
    }

    /** Forwards what the trainer has published: models first, then selections and pointers. */
    private void forwardSelections() {
        Consumer<ConsumerRecord<byte[], byte[]>> toApp = this::forward;
        models.readToEnd(toApp.andThen(record -> {
            if (record.value() != null) {
                ModelChunk chunk = decoded(Topics.MODELS, record);
                chunks.put(Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk);
            }
        }));
        selections.readToEnd(toApp.andThen(record -> {
            if (record.value() != null) {
                add(decoded(Topics.SELECTIONS, record));
            }
        }));
    }

    private void forward(ConsumerRecord<byte[], byte[]> record) {
        app.write(record.topic(), record.key(), record.value());
    }

    private static <V> V decoded(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(record.topic(), record.value());
    }

    private void add(SpecificRecord published) {
        if (published instanceof Selection selection) {
            known.put(selection.getVersion(), selection);
        } else if (published instanceof SelectionPointer pointer) {
            switches.add(new Switch(app.sent(), Objects.requireNonNull(known.get(pointer.getVersion()))));
        }
    }

    private record Switch(long record, Selection selection) {}

    /**
     * Holds a decision of the trainer.
     *
     * @param record number of records that were sent before
     * @param outcome what was decided, and why
     */
    public record Decision(long record, RetrainOutcome outcome) {}

    /** The app, whose outputs a benchmark reads. */
    public SimulatedApp app() {
        return app;
    }

    /** Drift reports of the app so far: a view that grows. */
    public List<DriftReport> reports() {
        return Collections.unmodifiableList(reports);
    }

    /**
     * Versions that became active, the first included, in order.
     *
     * @throws io.sensieve.model.RefusedSelectionException if a model has not arrived in full
     */
    public List<PublishedVersion> versions() {
        forwardSelections();
        return switches.stream()
                .map(made -> new PublishedVersion(made.record(), made.selection(), model(made.selection())))
                .toList();
    }

    private ModelFile model(Selection selection) {
        ModelReference reference = selection.getModel();
        return ModelFile.parse(ModelChunks.join(
                reference,
                reference.getBytes(),
                index -> Optional.ofNullable(chunks.get(Keys.chunk(reference.getSha256(), index)))));
    }

    /** Decisions of the trainer so far, in order. */
    public List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** Number of retrain requests of the app. */
    public long requests() {
        return requests;
    }

    /** Number of versions that became active after the first. */
    public int switches() {
        return switches.size() - 1;
    }

    /** Finished trainings of the trainer. */
    public List<SimulatedTrainer.Training> trainings() {
        return trainer.trainings();
    }

    @Override
    public void close() {
        trainer.close();
        models.close();
        selections.close();
        retrains.close();
        producer.close();
        app.close();
    }
}
