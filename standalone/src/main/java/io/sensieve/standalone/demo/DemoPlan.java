package io.sensieve.standalone.demo;

import java.util.Map;

/**
 * How the demo plays, so that it ends in time on two cores and with few rows alike.
 *
 * @param layout name of the devices' layout
 * @param devices how many there are
 * @param k channels to select
 * @param epochs passes of each training
 * @param seed of all that is random
 * @param rate records a second while something is measured
 * @param quietRate records a second while a training runs
 * @param windowRows rows of a training window
 * @param leastRows fewest rows that a selection is learnt from
 */
record DemoPlan(
        String layout,
        int devices,
        int k,
        int epochs,
        long seed,
        double rate,
        double quietRate,
        int windowRows,
        int leastRows) {
    /** Length of a drift window. */
    static final int DRIFT_WINDOW_MS = 2_000;

    /** Records a second that the services are at ease with on two cores. */
    static final double MOST_PER_SECOND = 300;

    private static final double QUIET_SHARE = 0.15;
    private static final double WINDOW_SECONDS = 5;
    private static final int LEAST_REPORTED = 10;
    private static final int LEAST_LEARNT_FROM = 100;

    /** For rows in random order, which some devices share. */
    static DemoPlan of(DemoData data, int k, int epochs, long seed) {
        int rows = data.window().size();
        double rate = Math.min(MOST_PER_SECOND, rows / WINDOW_SECONDS);
        return new DemoPlan("demo", 4, k, epochs, seed, rate, Math.max(5, rate * QUIET_SHARE), rows, rows / 2);
    }

    /** For rows in their own order, which are one device's. */
    static DemoPlan inOrder(int windowRows, int k, int epochs, long seed, double rate) {
        int least = Math.min(windowRows / 2, Math.max(LEAST_LEARNT_FROM, 2 * k));
        return new DemoPlan("demo", 1, k, epochs, seed, rate, rate, windowRows, least);
    }

    Map<String, String> trainerSettings() {
        return Map.of(
                "train.k", Integer.toString(k),
                "train.decoder.epochs", Integer.toString(epochs),
                "train.seed", Long.toString(seed),
                "window.rows", Integer.toString(windowRows),
                "window.min.rows", Integer.toString(leastRows),
                "retrain.cooldown.ms", "0",
                "retrain.schedule.ms", "0");
    }

    Map<String, String> streamsSettings() {
        int expected = (int) (rate * DRIFT_WINDOW_MS / 1_000);
        return Map.of(
                "layouts.undeclared", "dead-letter",
                "drift.window.ms", Integer.toString(DRIFT_WINDOW_MS),
                "drift.grace.ms", "250",
                "drift.flush.ms", "250",
                "drift.min.records", Integer.toString(Math.max(LEAST_REPORTED, expected / 2)));
    }
}
