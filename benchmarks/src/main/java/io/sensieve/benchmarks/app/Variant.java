package io.sensieve.benchmarks.app;

import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is measured, on the Kafka configuration of the streams service: each floor on that of what is held against it,
 * for where reconstructions are written the service fills larger batches.
 */
public enum Variant {
    /** A floor: reads the bytes, writes a constant payload of a reduced record's size. */
    TOUCH,
    /** A floor: writes the bytes that it reads. */
    COPY,
    /** Reduced records the ordinary way: generated Avro classes and a stock serde. */
    STOCK,
    /** The streams app without drift, nothing rebuilt. */
    REDUCED,
    /** The streams app, every record rebuilt and measured, none of them written out. */
    DRIFT,
    /** The streams app with everything. */
    ALL;

    /** As options and tables write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Topics that hold a record for each input record afterwards. */
    public List<Topic<?, ?>> outputs() {
        return switch (this) {
            case TOUCH, STOCK, REDUCED, DRIFT -> List.of(Topics.REDUCED);
            case COPY -> List.of(Topics.RECONSTRUCTIONS);
            case ALL -> List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS);
        };
    }

    /** What it sets apart from the others. */
    public Map<String, String> settings() {
        return switch (this) {
            case REDUCED -> Map.of("drift.enabled", "false", "reconstructions.enabled", "false");
            case TOUCH, STOCK, DRIFT -> Map.of("reconstructions.enabled", "false");
            case COPY, ALL -> Map.of();
        };
    }

    /** Whether it rebuilds every record. */
    public boolean rebuilds() {
        return this == DRIFT || this == ALL;
    }

    /** Starts it on a world's records. */
    public App start(Scenario world, Settings settings) {
        return switch (this) {
            case TOUCH -> new PlainApp(PlainTopologies.touch(world.reducedBytes(0)), settings);
            case COPY -> new PlainApp(PlainTopologies.copy(), settings);
            case STOCK ->
                new PlainApp(
                        PlainTopologies.stock(world.selections().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().selection()))),
                        settings);
            case REDUCED, DRIFT, ALL -> new SensieveApp(settings);
        };
    }
}
