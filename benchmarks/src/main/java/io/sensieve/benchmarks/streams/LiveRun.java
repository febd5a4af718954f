package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.SensieveApp;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A world's workload that flows through the streams app at a fixed rate, before the eyes of a reader. */
final class LiveRun {
    private final Scenario scenario;
    private final Settings settings;
    private final OpenLoopSender sender;
    private final OutputObserver watch;

    /**
     * What is to flow.
     *
     * @param settings of a streams service that serves the world
     */
    LiveRun(Scenario scenario, Settings settings, double perSecond) {
        this.scenario = scenario;
        this.settings = settings;
        this.sender = new OpenLoopSender(scenario, perSecond);
        this.watch = new OutputObserver(scenario.cluster(), scenario.workload());
    }

    /**
     * Lets all of it flow, and nothing that was there before, while something else goes on.
     *
     * @throws IllegalStateException if a record does not come out exactly once
     */
    void run(Runnable meanwhile) {
        scenario.cluster().skip(settings.getString("application.id"), Topics.RECORDS, scenario.partitions());
        try (watch;
                SensieveApp app = new SensieveApp(settings)) {
            app.awaitReady();
            CompletableFuture<Void> other = CompletableFuture.runAsync(meanwhile);
            sender.run();
            watch.awaitAll();
            other.join();
            int sent = scenario.workload().count();
            if (app.reconstructed() != sent) {
                throw new IllegalStateException(app.reconstructed() + " of " + sent + " records are rebuilt");
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    OpenLoopSender sender() {
        return sender;
    }

    OutputObserver watch() {
        return watch;
    }
}
