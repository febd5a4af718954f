package io.sensieve.systemtests;

import io.sensieve.systemtests.check.PartitionProgress;
import io.sensieve.systemtests.cluster.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Restarts the instances one after the other with SIGTERM; they are static members with standby replicas. */
final class RollingRestart implements Disruption {
    private static final Duration STEADY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int rounds;

    /** @param rounds number of restarts of each instance */
    RollingRestart(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String title() {
        return "rolling restart";
    }

    @Override
    public Map<String, String> appSettings() {
        return Map.of("kafka.group.instance.id", "instance-%d", "kafka.num.standby.replicas", "1");
    }

    @Override
    public List<Check> run(RunningSystem system) throws InterruptedException {
        int flowing = 0;
        for (int round = 0; round < rounds; round++) {
            for (int number = 0; number < system.apps().count(); number++) {
                awaitSteadyFlow(system);
                flowing += restart(system, number) ? 1 : 0;
            }
        }
        return List.of(Check.exactly(
                "restarts after which all partitions flow again",
                flowing,
                (long) rounds * system.apps().count()));
    }

    private static boolean restart(RunningSystem system, int number) throws InterruptedException {
        Instant start = Instant.now();
        system.flow().mark(start);
        system.apps().end(number);
        Instant ended = Instant.now();
        system.apps().restart(number);
        Waiting.await("instance " + number, () -> system.apps().isReady(number), PATIENCE);
        Instant ready = Instant.now();
        boolean flows = awaitSteadyFlow(system);
        PartitionProgress.Pause pause = system.flow().pause();
        system.events()
                .add("instance " + number + " ended within " + Formats.seconds(Duration.between(start, ended))
                        + ", running again after " + Formats.seconds(Duration.between(start, ready))
                        + (flows ? "; all partitions flow again after " : "; NOT all partitions flow after ")
                        + Formats.seconds(pause.until()) + ", a record waited at most "
                        + Formats.seconds(pause.longest()));
        return flows;
    }

    /** Waits until all partitions have recent outputs and none of them is late. */
    private static boolean awaitSteadyFlow(RunningSystem system) throws InterruptedException {
        Instant from = Instant.now();
        return Waiting.waited(
                () -> {
                    system.throwFailure();
                    return system.flow().hasPassed(from) && system.flow().hasBeenPrompt(STEADY, Instant.now());
                },
                PATIENCE);
    }
}
