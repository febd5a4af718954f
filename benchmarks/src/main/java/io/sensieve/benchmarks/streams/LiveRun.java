package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.SensieveApp;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends a workload through the streams app at a fixed rate and observes the reduced records. */
final class LiveRun {
    private final Scenario scenario;
    private final Settings settings;
    private final OpenLoopSender sender;
    private final OutputObserver observer;

    /**
     * Prepares a run.
     *
     * @param scenario cluster and workload
     * @param settings settings of the streams service
     * @param perSecond records a second
     */
    LiveRun(Scenario scenario, Settings settings, double perSecond) {
        this.scenario = scenario;
        this.settings = settings;
        this.sender = new OpenLoopSender(scenario, perSecond);
        this.observer = new OutputObserver(scenario.cluster(), scenario.workload());
    }

    /**
     * Sends the workload; the app skips earlier records.
     *
     * @param meanwhile runs at the same time on another thread
     * @throws IllegalStateException if a record does not have exactly one output
     */
    void run(Runnable meanwhile) {
        scenario.cluster().skip(settings.getString("application.id"), Topics.RECORDS, scenario.partitions());
        try (observer;
                SensieveApp app = new SensieveApp(settings)) {
            app.awaitReady();
            CompletableFuture<Void> other = CompletableFuture.runAsync(meanwhile);
            sender.run();
            observer.awaitAll();
            other.join();
            int sent = scenario.workload().count();
            if (app.reconstructed() != sent) {
                throw new IllegalStateException(app.reconstructed() + " of " + sent + " records have a reconstruction");
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    OpenLoopSender sender() {
        return sender;
    }

    OutputObserver observer() {
        return observer;
    }
}
