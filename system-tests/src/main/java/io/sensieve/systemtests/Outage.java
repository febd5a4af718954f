package io.sensieve.systemtests;

import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.cluster.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Kills all brokers at once and starts them again after a while; the app must come back without being started. */
final class Outage implements Plan {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private final Duration length;

    Outage(Duration length) {
        this.length = length;
    }

    @Override
    public String title() {
        return "all brokers gone for " + length.toSeconds() + " s";
    }

    @Override
    public Map<String, String> appSettings() {
        return Map.of();
    }

    @Override
    public List<Check> run(Stage stage) throws InterruptedException {
        Instant start = Instant.now();
        Waiting.await(
                "records of all partitions",
                () -> stage.flow().hasPassed(start) && stage.flow().hasBeenPrompt(BEFORE, Instant.now()),
                PATIENCE);
        for (int number = 0; number < BrokerProcesses.COUNT; number++) {
            stage.brokers().kill(number);
        }
        stage.chronicle()
                .note("all brokers killed at record "
                        + Figures.count(stage.devices().sent()));
        TimeUnit.SECONDS.sleep(length.toSeconds());
        IntStream.range(0, BrokerProcesses.COUNT).forEach(stage.brokers()::restart);
        Instant back = Instant.now();
        stage.flow().mark(back);
        stage.chronicle()
                .note("all brokers started again at record "
                        + Figures.count(stage.devices().sent()));
        boolean flows = Waiting.waited(
                () -> {
                    stage.check();
                    return stage.flow().hasPassed(back) && stage.flow().hasBeenPrompt(BEFORE, Instant.now());
                },
                PATIENCE);
        int ended = stage.apps().count() - stage.apps().alive().size();
        stage.chronicle()
                .note(
                        flows
                                ? "nothing is held up any more from "
                                        + Figures.seconds(stage.flow().pause().until()) + " after that on"
                                : "NOT all partitions flow " + PATIENCE.toSeconds() + " s later");
        return List.of(
                new Check("back by itself", flows ? 1 : 0, "1", flows), Check.none("instances that ended", ended));
    }
}
