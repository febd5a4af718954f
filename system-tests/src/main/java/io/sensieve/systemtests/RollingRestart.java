package io.sensieve.systemtests;

import io.sensieve.systemtests.check.PartitionProgress;
import io.sensieve.systemtests.cluster.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Ends each instance by SIGTERM and starts it again, one after the other, as static members with standby replicas. */
final class RollingRestart implements Plan {
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int rounds;

    /** @param rounds how often each instance is restarted */
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
    public List<Check> run(Stage stage) throws InterruptedException {
        int flowing = 0;
        for (int round = 0; round < rounds; round++) {
            for (int number = 0; number < stage.apps().count(); number++) {
                awaitCalm(stage);
                flowing += restart(stage, number) ? 1 : 0;
            }
        }
        return List.of(Check.exactly(
                "restarts after which all partitions flow again",
                flowing,
                (long) rounds * stage.apps().count()));
    }

    private static boolean restart(Stage stage, int number) throws InterruptedException {
        Instant start = Instant.now();
        stage.flow().mark(start);
        stage.apps().end(number);
        Instant ended = Instant.now();
        stage.apps().restart(number);
        Waiting.await("instance " + number, () -> stage.apps().isReady(number), PATIENCE);
        Instant ready = Instant.now();
        boolean flows = awaitCalm(stage);
        PartitionProgress.Pause pause = stage.flow().pause();
        stage.chronicle()
                .note("instance " + number + " ended within " + Figures.seconds(Duration.between(start, ended))
                        + ", running again after " + Figures.seconds(Duration.between(start, ready))
                        + (flows ? "; all partitions flow again after " : "; NOT all partitions flow after ")
                        + Figures.seconds(pause.until()) + ", a record waited at most "
                        + Figures.seconds(pause.longest()));
        return flows;
    }

    /** Waits until all partitions flow and nothing is held up. */
    private static boolean awaitCalm(Stage stage) throws InterruptedException {
        Instant from = Instant.now();
        return Waiting.waited(
                () -> {
                    stage.check();
                    return stage.flow().hasPassed(from) && stage.flow().hasBeenPrompt(CALM, Instant.now());
                },
                PATIENCE);
    }
}
