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
 * How long the services took to answer one abrupt drift, in seconds.
 *
 * @param detect from the first changed record to the request
 * @param window from there until the training began
 * @param train until the selection was made
 * @param publish until it was published
 * @param change until the first record that it projected
 */
record Adaptation(double detect, double window, double train, double publish, double change) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int DEVICES = 60;
    private static final double MILLIS = 1_000;

    /** From the first changed record to the first that the new version projected. */
    double total() {
        return detect + window + train + publish + change;
    }

    /**
     * Runs broker, trainer and app, and changes the world once a selection has been in force for a while.
     *
     * @param drift what the devices send
     * @param channelNames of the rows
     * @param perSecond records a second
     * @param before how long the world stays as it is after the first selection
     * @throws IllegalStateException if no selection comes within minutes
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
                feed.until(() -> observer.latest() > 0, () -> drift.next(0), "no selection came");
                Instant settled = Instant.now().plus(before);
                feed.until(() -> Instant.now().isAfter(settled), () -> drift.next(0), "time stands still");
                int version = observer.latest() + 1;
                Instant changed = Instant.now();
                feed.until(
                        () -> observer.used(version).isPresent(),
                        () -> drift.next(drift.onset()),
                        "no new selection came after the change");
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
        Instant asked = required(
                observer.request(changed).map(RetrainRequest::getRequestedAt),
                "version " + version + " came, but nobody had asked for it");
        Selection selection = required(observer.selection(version), "version " + version + " is in use, but not there");
        Instant made = selection.getProvenance().getCreatedAt();
        Instant began =
                made.minusMillis((long) (MILLIS * selection.getProvenance().getSeconds()));
        Instant published = required(observer.published(version), "nothing points at version " + version);
        Instant used = required(observer.used(version), "version " + version + " is not in use");
        return new Adaptation(
                seconds(changed, asked),
                seconds(asked, began),
                seconds(began, made),
                seconds(made, published),
                seconds(published, used));
    }

    private static <T> T required(Optional<T> value, String complaint) {
        return value.orElseThrow(() -> new IllegalStateException(complaint));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS;
    }

    /** Devices that take turns at a steady rate; event time is the time of sending. */
    private static final class Feed {
        private final DeviceProducer devices;
        private final double perSecond;
        private long sent;

        Feed(DeviceProducer devices, double perSecond) {
            this.devices = devices;
            this.perSecond = perSecond;
        }

        void until(BooleanSupplier done, Supplier<float[]> row, String complaint) {
            Instant deadline = Instant.now().plus(PATIENCE);
            RateLimiter pace = new RateLimiter(perSecond);
            while (!done.getAsBoolean()) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException(complaint + " within " + PATIENCE.toMinutes() + " minutes");
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
