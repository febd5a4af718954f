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
final class Kills implements Plan {
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
    Kills(long records, int appKills, int brokerKills, long seed) {
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
    public List<Check> run(Stage stage) throws InterruptedException {
        @Nullable Long overtime = null;
        while (stage.devices().sent() < records || !isDone()) {
            stage.check();
            double progress = (double) stage.devices().sent() / records;
            bringBack(stage);
            if (appsKilled < appKills.length && progress >= appKills[appsKilled]) {
                killApp(stage);
            }
            if (brokersKilled < brokerKills.length
                    && progress >= brokerKills[brokersKilled]
                    && brokersBack.isEmpty()
                    && stage.brokers().areInSync()) {
                killBroker(stage);
            }
            if (progress >= 1 && overtime == null) {
                overtime = System.nanoTime() + OVERTIME.toNanos();
            } else if (overtime != null && System.nanoTime() > overtime) {
                stage.chronicle().note("the replicas are not in sync again: no further kills");
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        while (!appsBack.isEmpty() || !brokersBack.isEmpty()) {
            bringBack(stage);
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

    private void killApp(Stage stage) throws InterruptedException {
        List<Integer> alive = stage.apps().alive();
        if (alive.isEmpty()) {
            return;
        }
        int number = alive.get(random.nextInt(alive.size()));
        stage.apps().kill(number);
        appsBack.put(number, back(APP_DOWN_MAX_MS));
        appsKilled++;
        stage.chronicle().note("instance " + number + " killed" + at(stage));
    }

    private void killBroker(Stage stage) throws InterruptedException {
        int partition = random.nextInt(Topics.RECORDS.partitions());
        var leader = stage.brokers().leader(partition);
        if (leader.isEmpty()) {
            return;
        }
        int number = leader.get();
        long led = stage.brokers().ledBy(number);
        stage.brokers().kill(number);
        brokersBack.put(number, back(BROKER_DOWN_MAX_MS));
        brokersKilled++;
        stage.chronicle().note("broker " + (number + 1) + " killed, leader of " + led + " partitions" + at(stage));
    }

    private void bringBack(Stage stage) throws InterruptedException {
        for (int number = 0; number < stage.apps().count(); number++) {
            if (!stage.apps().alive().contains(number) && !appsBack.containsKey(number)) {
                endedByThemselves++;
                stage.chronicle().note("instance " + number + " ended by itself" + at(stage));
                appsBack.put(number, back(APP_DOWN_MAX_MS));
            }
        }
        due(appsBack).forEach(number -> stage.apps().restart(number));
        due(brokersBack).forEach(number -> stage.brokers().restart(number));
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

    private static String at(Stage stage) {
        return " at record " + Figures.count(stage.devices().sent());
    }
}
