package io.sensieve.standalone.demo.run;

import java.util.Map;

/**
 * Rates and settings of a demo, so that it ends in time on two cores, also with few rows.
 *
 * @param layout name of the devices' layout
 * @param devices number of devices
 * @param k channels to select
 * @param epochs epochs of each training
 * @param seed random seed
 * @param rates records per second
 * @param window sizes of the training window
 */
public record DemoPlan(String layout, int devices, int k, int epochs, long seed, Rates rates, Window window) {
    /** Length of a drift window in milliseconds. */
    public static final int DRIFT_WINDOW_MS = 2_000;
    /** Records per second that the services process without lag on two cores. */
    public static final double MOST_PER_SECOND = 300;

    private static final double TRAINING_SHARE = 0.15;
    private static final double WINDOW_SECONDS = 5;
    private static final int LEAST_REPORTED = 10;
    private static final int LEAST_WINDOW_ROWS = 100;

    /**
     * Records per second.
     *
     * @param measuring while an error is measured
     * @param training while a training runs
     */
    public record Rates(double measuring, double training) {}

    /**
     * Sizes of the training window.
     *
     * @param rows rows that the window holds
     * @param minRows fewest rows that the trainer trains on
     */
    public record Window(int rows, int minRows) {}

    /** Plans a demo with rows in random order, sent by four devices. */
    public static DemoPlan inRandomOrder(DemoData data, int k, int epochs, long seed) {
        int rows = data.window().size();
        double rate = Math.min(MOST_PER_SECOND, rows / WINDOW_SECONDS);
        return new DemoPlan(
                "demo",
                4,
                k,
                epochs,
                seed,
                new Rates(rate, Math.max(5, rate * TRAINING_SHARE)),
                new Window(rows, rows / 2));
    }

    /** Plans a demo with rows in their own order, sent by one device. */
    public static DemoPlan inOrder(int windowRows, int k, int epochs, long seed, double rate) {
        int minRows = Math.min(windowRows / 2, Math.max(LEAST_WINDOW_ROWS, 2 * k));
        return new DemoPlan("demo", 1, k, epochs, seed, new Rates(rate, rate), new Window(windowRows, minRows));
    }

    /** Settings of the trainer service. */
    public Map<String, String> trainerSettings() {
        return Map.of(
                "train.k", Integer.toString(k),
                "train.decoder.epochs", Integer.toString(epochs),
                "train.seed", Long.toString(seed),
                "window.rows", Integer.toString(window.rows()),
                "window.min.rows", Integer.toString(window.minRows()),
                "retrain.cooldown.ms", "0",
                "retrain.schedule.ms", "0");
    }

    /** Settings of the streams service. */
    public Map<String, String> streamsSettings() {
        int expected = (int) (rates.measuring() * DRIFT_WINDOW_MS / 1_000);
        return Map.of(
                "layouts.undeclared", "dead-letter",
                "drift.window.ms", Integer.toString(DRIFT_WINDOW_MS),
                "drift.grace.ms", "250",
                "drift.flush.ms", "250",
                "drift.min.records", Integer.toString(Math.max(LEAST_REPORTED, expected / 2)));
    }
}
