package io.sensieve.systemtests;

import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.cluster.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Kills all brokers at the same time and restarts them later; the app must recover without a restart. */
final class BrokerOutage implements Disruption {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private final Duration length;

    BrokerOutage(Duration length) {
        this.length = length;
    }

    @Override
    public String title() {
        return "all brokers down for " + length.toSeconds() + " s";
    }

    @Override
    public Map<String, String> appSettings() {
        return Map.of();
    }

    @Override
    public List<Check> run(RunningSystem system) throws InterruptedException {
        Instant start = Instant.now();
        Waiting.await(
                "records of all partitions",
                () -> system.flow().hasPassed(start) && system.flow().hasBeenPrompt(BEFORE, Instant.now()),
                PATIENCE);
        for (int number = 0; number < BrokerProcesses.COUNT; number++) {
            system.brokers().kill(number);
        }
        system.events()
                .add("all brokers killed at record "
                        + Formats.count(system.devices().sent()));
        TimeUnit.SECONDS.sleep(length.toSeconds());
        IntStream.range(0, BrokerProcesses.COUNT).forEach(system.brokers()::restart);
        Instant back = Instant.now();
        system.flow().mark(back);
        system.events()
                .add("all brokers restarted at record "
                        + Formats.count(system.devices().sent()));
        boolean flows = Waiting.waited(
                () -> {
                    system.throwFailure();
                    return system.flow().hasPassed(back) && system.flow().hasBeenPrompt(BEFORE, Instant.now());
                },
                PATIENCE);
        int ended = system.apps().count() - system.apps().alive().size();
        system.events()
                .add(
                        flows
                                ? "no delayed output later than "
                                        + Formats.seconds(system.flow().pause().until()) + " after the restart"
                                : "NOT all partitions flow " + PATIENCE.toSeconds() + " s after the restart");
        return List.of(
                new Check("recovered without a restart", flows ? 1 : 0, "1", flows),
                Check.none("instances that ended unexpectedly", ended));
    }
}
