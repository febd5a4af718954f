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
 * Passes of variants over the records of a scenario. Each has an application id, a state folder and output topics of
 * its own, and is checked when it is over.
 */
final class Passes {
    private final Scenario scenario;
    private final Map<String, String> settings;
    private int count;

    /** @param settings of the streams service, for all variants */
    Passes(Scenario scenario, Map<String, String> settings) {
        this.scenario = scenario;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Runs one.
     *
     * @throws IllegalStateException if its outputs are not what they should be
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
                throw new IllegalStateException(
                        variant.label() + " has rebuilt " + app.reconstructed() + " records, expected " + expected);
            }
        }
        new OutputCheck(scenario, variant).run();
        return progress;
    }

    /** What a variant runs on. */
    Settings settings(Variant variant, String application) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(variant.settings());
        return Settings.of(StreamsMain.runner().definition(), scenario.service(all, application));
    }

    /**
     * Records done: by the committed positions, or, where these are rarely committed, by the outputs; without
     * transactions these hold no markers.
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
