package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.App;
import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsMain;
import io.sensieve.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Runs passes of variants over the records of a scenario. Each pass has its own application id, state folder and empty
 * output topics; its outputs are checked at the end.
 */
final class Passes {
    private final Scenario scenario;
    private final Map<String, String> settings;
    private int count;

    /** @param settings settings of the streams service for all variants */
    Passes(Scenario scenario, Map<String, String> settings) {
        this.scenario = scenario;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Runs a pass.
     *
     * @throws IllegalStateException if an output is wrong or missing
     */
    Progress run(Variant variant) {
        scenario.clearOutputs();
        System.gc();
        String application = "pass-" + count++ + "-" + variant.label();
        Settings own = settings(variant, application);
        int total = scenario.workload().count();
        Progress progress;
        try (App app = variant.start(scenario, own)) {
            progress = Progress.watch(done(variant, own, application), total);
            long expected = variant.reconstructs() ? total : 0;
            if (app.reconstructed() != expected) {
                throw new IllegalStateException(variant.label() + " has reconstructed " + app.reconstructed()
                        + " records, expected " + expected);
            }
        }
        new OutputCheck(scenario, variant).run();
        return progress;
    }

    /** Settings of the streams service for a variant. */
    Settings settings(Variant variant, String application) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(variant.settings());
        return Settings.of(StreamsMain.runner().definition(), scenario.serviceSettings(all, application));
    }

    /**
     * Returns a counter of processed records: the committed offsets, or the number of outputs if commits are rare.
     * Without transactions the output topics hold no markers.
     */
    private LongSupplier done(Variant variant, Settings own, String application) {
        return own.getString("processing.guarantee").equals("exactly_once_v2")
                ? () -> scenario.cluster().committed(application, Topics.RECORDS)
                : () -> variant.outputs().stream()
                        .mapToLong(topic -> scenario.cluster().written(topic, scenario.partitions()))
                        .min()
                        .orElseThrow();
    }
}
