package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.SensieveApp;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A world's workload that flows through the streams app at a fixed rate, before the eyes of a reader. */
final class LiveFlow {
    private final Scenario world;
    private final Settings settings;
    private final OpenLoop sender;
    private final OutputWatch watch;

    /**
     * What is to flow.
     *
     * @param settings of a streams service that serves the world
     */
    LiveFlow(Scenario world, Settings settings, double perSecond) {
        this.world = world;
        this.settings = settings;
        this.sender = new OpenLoop(world, perSecond);
        this.watch = new OutputWatch(world.cluster(), world.workload());
    }

    /**
     * Lets all of it flow, and nothing that was there before, while something else goes on.
     *
     * @throws IllegalStateException if a record does not come out exactly once
     */
    void run(Runnable meanwhile) {
        world.cluster().skip(settings.getString("application.id"), Topics.RECORDS, world.partitions());
        try (watch;
                SensieveApp app = new SensieveApp(settings)) {
            app.awaitReady();
            CompletableFuture<Void> other = CompletableFuture.runAsync(meanwhile);
            sender.run();
            watch.awaitAll();
            other.join();
            int sent = world.workload().count();
            if (app.rebuilt() != sent) {
                throw new IllegalStateException(app.rebuilt() + " of " + sent + " records are rebuilt");
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    OpenLoop sender() {
        return sender;
    }

    OutputWatch watch() {
        return watch;
    }
}
