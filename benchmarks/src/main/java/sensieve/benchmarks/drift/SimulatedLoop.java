package sensieve.benchmarks.drift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.test.TestRecord;
import sensieve.DriftReport;
import sensieve.SelectionPointer;
import sensieve.SensorRecord;
import sensieve.benchmarks.streams.Cluster;
import sensieve.codec.Floats;
import sensieve.service.Settings;
import sensieve.standalone.client.DeviceProducer;
import sensieve.standalone.client.TopicReader;
import sensieve.streams.testing.TestSelection;
import sensieve.topic.Topic;
import sensieve.topic.Topics;
import sensieve.trainer.SelectionPublisher;
import sensieve.trainer.SimulatedTrainer;
import sensieve.trainer.TrainerMain;

/**
 * App and trainer, both in simulated time. The app's requests go to the trainer, the trainer's publications to the app;
 * the clock stands still while a training runs, as where records come slowly.
 */
final class SimulatedLoop implements AutoCloseable {
    private static final String DEVICE = "device-1";

    private final Cluster cluster = new Cluster();
    private final SimulatedApp app;
    private final DeviceProducer producer;
    private final SimulatedTrainer trainer;
    private final TopicReader models;
    private final TopicReader selections;
    private final int every;
    private final List<DriftReport> reports = new ArrayList<>();
    private final List<Integer> versions = new ArrayList<>();
    private long requests;

    /**
     * Starts both with a selection in force.
     *
     * @param trainerSettings of the trainer service
     * @param every records after which the trainer gets its turn
     */
    SimulatedLoop(
            AppSettings settings,
            Map<String, String> trainerSettings,
            List<String> channelNames,
            TestSelection first,
            int every) {
        this.every = every;
        app = new SimulatedApp(settings.all(), settings.perSecond(), settings.tick());
        cluster.create(Topics.all(), 1);
        producer = new DeviceProducer(cluster.clientSettings());
        producer.declare(SimulatedApp.LAYOUT, channelNames);
        producer.flush();
        try (SelectionPublisher publisher = new SelectionPublisher(cluster.bootstrapServers())) {
            publisher.publish(first.selection(), first.model());
        }
        models = reader(Topics.MODELS);
        selections = reader(Topics.SELECTIONS);
        publish();
        trainer = new SimulatedTrainer(trainerSettings(trainerSettings, cluster.bootstrapServers()), app::clock);
    }

    /** Settings of the trainer service, checked. */
    static Settings trainerSettings(Map<String, String> settings, String bootstrapServers) {
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
    void send(float[] row) {
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
            publish();
        }
    }

    /** Model before selection before pointer, as the app has to see them. */
    private void publish() {
        Consumer<ConsumerRecord<byte[], byte[]>> toApp =
                record -> app.write(record.topic(), record.key(), record.value());
        models.readToEnd(toApp);
        selections.readToEnd(toApp.andThen(record -> {
            if (record.value() != null
                    && Topics.SELECTIONS.valueSerde().deserializer().deserialize(record.topic(), record.value())
                            instanceof SelectionPointer pointer) {
                versions.add(pointer.getVersion());
            }
        }));
    }

    /** The app, for what it writes. */
    SimulatedApp app() {
        return app;
    }

    /** The app's reports so far. */
    List<DriftReport> reports() {
        return List.copyOf(reports);
    }

    /** Retrains that the app has asked for. */
    long requests() {
        return requests;
    }

    /** Versions that came into force after the first. */
    int switches() {
        return versions.size() - 1;
    }

    /** The trainer's trainings so far. */
    List<SimulatedTrainer.Training> trainings() {
        return trainer.trainings();
    }

    @Override
    public void close() {
        trainer.close();
        models.close();
        selections.close();
        producer.close();
        app.close();
        cluster.close();
    }
}
