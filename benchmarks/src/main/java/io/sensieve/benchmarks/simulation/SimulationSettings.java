package io.sensieve.benchmarks.simulation;

import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsMain;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How the app runs in a simulation.
 *
 * @param all its settings
 * @param perSecond records a second
 * @param tick the clock's step
 */
public record SimulationSettings(Map<String, String> all, double perSecond, Duration tick) {
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    public SimulationSettings {
        all = Map.copyOf(all);
    }

    /**
     * Merges; no tick is longer than the app's own between two partial sums.
     *
     * @param usual of the simulation
     * @param given win over them
     * @throws io.sensieve.service.SettingException if one is unknown or not allowed
     */
    public static SimulationSettings of(Map<String, String> usual, Map<String, String> given, double perSecond) {
        Map<String, String> all = new HashMap<>(usual);
        all.putAll(given);
        all.put("kafka.bootstrap.servers", "none:1");
        Settings settings = Settings.of(StreamsMain.runner().definition(), all);
        Duration flush = Duration.ofMillis(settings.getLong("drift.flush.ms"));
        return new SimulationSettings(all, perSecond, flush.compareTo(LONGEST_TICK) < 0 ? flush : LONGEST_TICK);
    }

    /** Those that drift depends on, for the reader. */
    public String describe() {
        Settings settings = Settings.of(StreamsMain.runner().definition(), all);
        return "drift.window.ms = " + settings.getLong("drift.window.ms") + ", drift.flush.ms = "
                + settings.getLong("drift.flush.ms") + ", drift.grace.ms = " + settings.getLong("drift.grace.ms")
                + ", drift.min.records = " + settings.getLong("drift.min.records") + ", drift.windows = "
                + settings.getInt("drift.windows");
    }
}
