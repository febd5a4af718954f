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
final class BrokerOutage implements Disruption {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private final Duration length;

    BrokerOutage(Duration length) {
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
                .note("all brokers killed at record "
                        + Formats.count(system.devices().sent()));
        TimeUnit.SECONDS.sleep(length.toSeconds());
        IntStream.range(0, BrokerProcesses.COUNT).forEach(system.brokers()::restart);
        Instant back = Instant.now();
        system.flow().mark(back);
        system.events()
                .note("all brokers started again at record "
                        + Formats.count(system.devices().sent()));
        boolean flows = Waiting.waited(
                () -> {
                    system.throwFailure();
                    return system.flow().hasPassed(back) && system.flow().hasBeenPrompt(BEFORE, Instant.now());
                },
                PATIENCE);
        int ended = system.apps().count() - system.apps().alive().size();
        system.events()
                .note(
                        flows
                                ? "nothing is held up any more from "
                                        + Formats.seconds(system.flow().pause().until()) + " after that on"
                                : "NOT all partitions flow " + PATIENCE.toSeconds() + " s later");
        return List.of(
                new Check("back by itself", flows ? 1 : 0, "1", flows), Check.none("instances that ended", ended));
    }
}
