package io.sensieve.systemtests;

import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Kills instances of the app and leading brokers with SIGKILL at random times and restarts each after a random pause.
 * An instance is killed in any state, even while it starts. A broker is killed only while all replicas are in sync,
 * because writes need two of three replicas.
 */
final class RandomKills implements Disruption {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final double FIRST = 0.05;
    private static final double LAST = 0.95;
    private static final int APP_DOWN_MAX_MS = 5_000;
    private static final int BROKER_DOWN_MAX_MS = 20_000;
    /** Time after the last record for kills that are still due. */
    private static final Duration OVERTIME = Duration.ofMinutes(10);

    private final long records;
    private final double[] appKills;
    private final double[] brokerKills;
    private final Random random;
    private final Map<Integer, Long> appRestarts = new HashMap<>();
    private final Map<Integer, Long> brokerRestarts = new HashMap<>();
    private int appsKilled;
    private int brokersKilled;
    private int endedUnexpectedly;

    /**
     * Draws the times of the kills.
     *
     * @param records number of records over which the kills are spread
     * @param appKills number of killed instances
     * @param brokerKills number of killed brokers
     * @param seed random seed
     */
    RandomKills(long records, int appKills, int brokerKills, long seed) {
        this.records = records;
        this.random = new Random(seed);
        this.appKills = random.doubles(appKills, FIRST, LAST).sorted().toArray();
        this.brokerKills = IntStream.range(0, brokerKills)
                .mapToDouble(i -> FIRST + (LAST - FIRST) * (i + random.nextDouble()) / brokerKills)
                .toArray();
    }

    @Override
    public String title() {
        return "instances and brokers killed";
    }

    /** Shortens the session timeout, after which the group notices a killed member. */
    @Override
    public Map<String, String> appSettings() {
        return Map.of("kafka.session.timeout.ms", "6000", "kafka.heartbeat.interval.ms", "1500");
    }

    @Override
    public List<Check> run(RunningSystem system) throws InterruptedException {
        @Nullable Long overtime = null;
        while (system.devices().sent() < records || !isDone()) {
            system.throwFailure();
            double progress = (double) system.devices().sent() / records;
            restartDue(system);
            if (appsKilled < appKills.length && progress >= appKills[appsKilled]) {
                killApp(system);
            }
            if (brokersKilled < brokerKills.length
                    && progress >= brokerKills[brokersKilled]
                    && brokerRestarts.isEmpty()
                    && system.brokers().areAllInSync()) {
                killBroker(system);
            }
            if (progress >= 1 && overtime == null) {
                overtime = System.nanoTime() + OVERTIME.toNanos();
            } else if (overtime != null && System.nanoTime() > overtime) {
                system.events().add("replicas still out of sync: no further kills");
                break;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        while (!appRestarts.isEmpty() || !brokerRestarts.isEmpty()) {
            restartDue(system);
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return List.of(
                Check.exactly("instances killed", appsKilled, appKills.length),
                Check.exactly("leading brokers killed", brokersKilled, brokerKills.length),
                Check.none("instances that ended unexpectedly", endedUnexpectedly));
    }

    private boolean isDone() {
        return appsKilled == appKills.length && brokersKilled == brokerKills.length;
    }

    private void killApp(RunningSystem system) throws InterruptedException {
        List<Integer> alive = system.apps().alive();
        if (alive.isEmpty()) {
            return;
        }
        int number = alive.get(random.nextInt(alive.size()));
        system.apps().kill(number);
        appRestarts.put(number, restartTime(APP_DOWN_MAX_MS));
        appsKilled++;
        system.events().add("instance " + number + " killed" + at(system));
    }

    private void killBroker(RunningSystem system) throws InterruptedException {
        int partition = random.nextInt(Topics.RECORDS.partitions());
        var leader = system.brokers().leader(partition);
        if (leader.isEmpty()) {
            return;
        }
        int number = leader.get();
        long led = system.brokers().countLedPartitions(number);
        system.brokers().kill(number);
        brokerRestarts.put(number, restartTime(BROKER_DOWN_MAX_MS));
        brokersKilled++;
        system.events().add("broker " + (number + 1) + " killed, leader of " + led + " partitions" + at(system));
    }

    private void restartDue(RunningSystem system) throws InterruptedException {
        for (int number = 0; number < system.apps().count(); number++) {
            if (!system.apps().alive().contains(number) && !appRestarts.containsKey(number)) {
                endedUnexpectedly++;
                system.events().add("instance " + number + " ended unexpectedly" + at(system));
                appRestarts.put(number, restartTime(APP_DOWN_MAX_MS));
            }
        }
        due(appRestarts).forEach(number -> system.apps().restart(number));
        due(brokerRestarts).forEach(number -> system.brokers().restart(number));
    }

    private long restartTime(int maxMillis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(maxMillis));
    }

    /** Removes and returns the numbers whose restart is due. */
    private static List<Integer> due(Map<Integer, Long> restarts) {
        long now = System.nanoTime();
        List<Integer> due = restarts.entrySet().stream()
                .filter(entry -> entry.getValue() - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(restarts::remove);
        return due;
    }

    private static String at(RunningSystem system) {
        return " at record " + Formats.count(system.devices().sent());
    }
}
