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
 * Lists the applications that the streams benchmarks measure, all with the Kafka configuration of the streams service.
 * A lower bound has the batch size of the variant that it is compared with: the service uses larger batches where it
 * writes reconstructions.
 */
public enum Variant {
    /** Lower bound: reads the bytes and writes a constant payload of the size of a reduced record. */
    TOUCH,
    /** Lower bound: copies the bytes. */
    COPY,
    /** Baseline: reduces records with generated Avro classes and a stock serde. */
    STOCK,
    /** The streams app without drift detection and reconstructions. */
    REDUCED,
    /** The streams app with drift detection; reconstructions are computed but not written. */
    DRIFT,
    /** The streams app with all outputs. */
    ALL;

    /** Name in options and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Topics with one output record for each input record. */
    public List<Topic<?, ?>> outputs() {
        return switch (this) {
            case TOUCH, STOCK, REDUCED, DRIFT -> List.of(Topics.REDUCED);
            case COPY -> List.of(Topics.RECONSTRUCTIONS);
            case ALL -> List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS);
        };
    }

    /** Settings of the streams service that differ from the defaults. */
    public Map<String, String> settings() {
        return switch (this) {
            case REDUCED -> Map.of("drift.enabled", "false", "reconstructions.enabled", "false");
            case TOUCH, STOCK, DRIFT -> Map.of("reconstructions.enabled", "false");
            case COPY, ALL -> Map.of();
        };
    }

    /** Whether the variant reconstructs every record. */
    public boolean reconstructs() {
        return this == DRIFT || this == ALL;
    }

    /** Starts the variant on the records of a scenario. */
    public App start(Scenario scenario, Settings settings) {
        return switch (this) {
            case TOUCH -> new TopologyApp(BaselineTopologies.touch(scenario.reducedBytes(0)), settings);
            case COPY -> new TopologyApp(BaselineTopologies.copy(), settings);
            case STOCK ->
                new TopologyApp(
                        BaselineTopologies.stock(scenario.selections().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().selection()))),
                        settings);
            case REDUCED, DRIFT, ALL -> new SensieveApp(settings);
        };
    }
}
