package sensieve.standalone.demo;

import java.util.Map;

/**
 * How the demo plays, so that it ends in time on two cores and with few rows alike.
 *
 * @param layout name of the devices' layout
 * @param k channels to select
 * @param epochs passes of each training
 * @param seed of all that is random
 * @param rate records a second while something is measured
 * @param quietRate records a second while a training runs
 * @param windowRows rows of a training window
 */
record DemoPlan(String layout, int k, int epochs, long seed, double rate, double quietRate, int windowRows) {
    /** Length of a drift window. */
    static final int DRIFT_WINDOW_MS = 2_000;

    private static final double MOST_PER_SECOND = 300;
    private static final double QUIET_SHARE = 0.15;
    private static final double WINDOW_SECONDS = 5;
    private static final double LEAST_WINDOW_SHARE = 0.5;
    private static final int LEAST_REPORTED = 10;

    static DemoPlan of(DemoData data, int k, int epochs, long seed) {
        int rows = data.window().size();
        double rate = Math.min(MOST_PER_SECOND, rows / WINDOW_SECONDS);
        return new DemoPlan("demo", k, epochs, seed, rate, Math.max(5, rate * QUIET_SHARE), rows);
    }

    Map<String, String> trainerSettings() {
        return Map.of(
                "train.k", Integer.toString(k),
                "train.finish.epochs", Integer.toString(epochs),
                "train.seed", Long.toString(seed),
                "window.rows", Integer.toString(windowRows),
                "window.min.rows", Integer.toString((int) (windowRows * LEAST_WINDOW_SHARE)),
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
