package io.sensieve.benchmarks.drift;

import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.benchmarks.simulation.SimulatedApp;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.service.Settings;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.standalone.client.RateLimiter;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsService;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.TrainerService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Measures how long the services take to replace a selection after an abrupt drift, in seconds.
 *
 * @param detect from the first drifted record to the retrain request
 * @param window from the request to the start of the training
 * @param train duration of the training
 * @param publish from the end of the training to the publication
 * @param switchOver from the publication to the first record that the new version projected
 */
record Adaptation(double detect, double window, double train, double publish, double switchOver) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int DEVICES = 60;
    private static final double MILLIS = 1_000;

    /** From the first drifted record to the first record that the new version projected. */
    double total() {
        return detect + window + train + publish + switchOver;
    }

    /**
     * Runs broker, trainer and app; the drift starts some time after the first selection.
     *
     * @param drift rows that the devices send
     * @param channelNames names of the D channels
     * @param perSecond records a second
     * @param before time between the first selection and the drift
     * @param streamsSettings settings of the streams service
     * @param trainerSettings settings of the trainer service
     * @throws IllegalStateException if no selection is published within minutes
     */
    static Adaptation of(
            PlantedDrift drift,
            List<String> channelNames,
            double perSecond,
            Duration before,
            Map<String, String> streamsSettings,
            Map<String, String> trainerSettings) {
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            cluster.create(Topics.all(), Topics.RECORDS.partitions());
            cluster.stampAppends(Topics.REDUCED);
            try (VersionObserver observer = new VersionObserver(cluster.clientSettings());
                    TrainerService trainer = TrainerService.create(
                            settings(cluster, TrainerMain.runner().definition(), trainerSettings));
                    StreamsService streams = StreamsService.create(
                            settings(cluster, StreamsMain.runner().definition(), streamsSettings));
                    DeviceProducer devices = new DeviceProducer(cluster.clientSettings())) {
                devices.declare(SimulatedApp.LAYOUT, channelNames);
                devices.flush();
                trainer.start();
                streams.start();
                Feed feed = new Feed(devices, perSecond);
                feed.sendUntil(() -> observer.latest() > 0, () -> drift.next(0), "no selection was published");
                Instant settled = Instant.now().plus(before);
                feed.sendUntil(() -> Instant.now().isAfter(settled), () -> drift.next(0), "the clock did not advance");
                int version = observer.latest() + 1;
                Instant changed = Instant.now();
                feed.sendUntil(
                        () -> observer.used(version).isPresent(),
                        () -> drift.next(drift.onset()),
                        "no new selection was published after the drift");
                return parts(observer, version, changed);
            }
        }
    }

    private static Settings settings(BenchmarkCluster cluster, ConfigDef definition, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.put("kafka.bootstrap.servers", cluster.bootstrapServers());
        all.put("http.port", "0");
        if (definition.names().contains("state.dir")) {
            all.put("state.dir", cluster.folder("streams").toString());
        }
        return Settings.of(definition, all);
    }

    private static Adaptation parts(VersionObserver observer, int version, Instant changed) {
        Instant requested = required(
                observer.request(changed).map(RetrainRequest::getRequestedAt),
                "version " + version + " was published without a retrain request");
        Selection selection =
                required(observer.selection(version), "version " + version + " is in use but has no selection");
        Instant made = selection.getProvenance().getCreatedAt();
        Instant began =
                made.minusMillis((long) (MILLIS * selection.getProvenance().getSeconds()));
        Instant published = required(observer.published(version), "no pointer names version " + version);
        Instant used = required(observer.used(version), "version " + version + " is not in use");
        return new Adaptation(
                seconds(changed, requested),
                seconds(requested, began),
                seconds(began, made),
                seconds(made, published),
                seconds(published, used));
    }

    private static <T> T required(Optional<T> value, String message) {
        return value.orElseThrow(() -> new IllegalStateException(message));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS;
    }

    /** Sends rows of several devices in rotation at a constant rate; event time is the time of sending. */
    private static final class Feed {
        private final DeviceProducer devices;
        private final double perSecond;
        private long sent;

        Feed(DeviceProducer devices, double perSecond) {
            this.devices = devices;
            this.perSecond = perSecond;
        }

        void sendUntil(BooleanSupplier done, Supplier<float[]> row, String message) {
            Instant deadline = Instant.now().plus(PATIENCE);
            RateLimiter pace = new RateLimiter(perSecond);
            while (!done.getAsBoolean()) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException(message + " within " + PATIENCE.toMinutes() + " minutes");
                }
                pace.await();
                devices.send(
                        "device-" + sent++ % DEVICES,
                        SimulatedApp.LAYOUT,
                        Instant.now(),
                        OptionalInt.empty(),
                        row.get());
            }
        }
    }
}
