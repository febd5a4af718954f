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
 * Kills instances of the app and brokers that lead partitions, without warning, at moments that are drawn from a seed:
 * an instance whatever it is doing, starting up among it, a broker only while all replicas are in sync, because two of
 * three are needed. Each comes back after a while.
 */
final class RandomKills implements Disruption {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final double FIRST = 0.05;
    private static final double LAST = 0.95;
    private static final int APP_DOWN_MAX_MS = 5_000;
    private static final int BROKER_DOWN_MAX_MS = 20_000;
    /** Beyond the last record, for kills that had to wait. */
    private static final Duration OVERTIME = Duration.ofMinutes(10);

    private final long records;
    private final double[] appKills;
    private final double[] brokerKills;
    private final Random random;
    private final Map<Integer, Long> appsBack = new HashMap<>();
    private final Map<Integer, Long> brokersBack = new HashMap<>();
    private int appsKilled;
    private int brokersKilled;
    private int endedByThemselves;

    /**
     * Draws the moments.
     *
     * @param records over which the kills are spread; at least as many are sent
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

    /** A killed member is noticed after its session's timeout. */
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
            bringBack(system);
            if (appsKilled < appKills.length && progress >= appKills[appsKilled]) {
                killApp(system);
            }
            if (brokersKilled < brokerKills.length
                    && progress >= brokerKills[brokersKilled]
                    && brokersBack.isEmpty()
                    && system.brokers().areInSync()) {
                killBroker(system);
            }
            if (progress >= 1 && overtime == null) {
                overtime = System.nanoTime() + OVERTIME.toNanos();
            } else if (overtime != null && System.nanoTime() > overtime) {
                system.events().note("the replicas are not in sync again: no further kills");
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        while (!appsBack.isEmpty() || !brokersBack.isEmpty()) {
            bringBack(system);
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        return List.of(
                Check.exactly("instances killed", appsKilled, appKills.length),
                Check.exactly("brokers killed that led partitions", brokersKilled, brokerKills.length),
                Check.none("instances that ended by themselves", endedByThemselves));
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
        appsBack.put(number, back(APP_DOWN_MAX_MS));
        appsKilled++;
        system.events().note("instance " + number + " killed" + at(system));
    }

    private void killBroker(RunningSystem system) throws InterruptedException {
        int partition = random.nextInt(Topics.RECORDS.partitions());
        var leader = system.brokers().leader(partition);
        if (leader.isEmpty()) {
            return;
        }
        int number = leader.get();
        long led = system.brokers().ledBy(number);
        system.brokers().kill(number);
        brokersBack.put(number, back(BROKER_DOWN_MAX_MS));
        brokersKilled++;
        system.events().note("broker " + (number + 1) + " killed, leader of " + led + " partitions" + at(system));
    }

    private void bringBack(RunningSystem system) throws InterruptedException {
        for (int number = 0; number < system.apps().count(); number++) {
            if (!system.apps().alive().contains(number) && !appsBack.containsKey(number)) {
                endedByThemselves++;
                system.events().note("instance " + number + " ended by itself" + at(system));
                appsBack.put(number, back(APP_DOWN_MAX_MS));
            }
        }
        due(appsBack).forEach(number -> system.apps().restart(number));
        due(brokersBack).forEach(number -> system.brokers().restart(number));
    }

    private long back(int mostMillis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(mostMillis));
    }

    /** Those whose time has come, which are taken out. */
    private static List<Integer> due(Map<Integer, Long> back) {
        long now = System.nanoTime();
        List<Integer> due = back.entrySet().stream()
                .filter(entry -> entry.getValue() - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(back::remove);
        return due;
    }

    private static String at(RunningSystem system) {
        return " at record " + Formats.count(system.devices().sent());
    }
}
