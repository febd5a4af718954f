package io.sensieve.benchmarks.simulation;

import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsMain;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds the settings of a simulated streams app.
 *
 * @param all settings of the streams service
 * @param perSecond records a second
 * @param tick step of the simulated clock
 */
public record SimulationSettings(Map<String, String> all, double perSecond, Duration tick) {
    private static final Duration MAX_TICK = Duration.ofSeconds(1);

    public SimulationSettings {
        all = Map.copyOf(all);
    }

    /**
     * Merges settings; the tick is at most the interval at which the app emits partial sums.
     *
     * @param defaults settings of the simulation
     * @param overrides settings that replace the defaults
     * @param perSecond records a second
     * @throws io.sensieve.service.SettingException if a setting is unknown or invalid
     */
    public static SimulationSettings of(Map<String, String> defaults, Map<String, String> overrides, double perSecond) {
        Map<String, String> all = new HashMap<>(defaults);
        all.putAll(overrides);
        all.put("kafka.bootstrap.servers", "none:1");
        Settings settings = Settings.of(StreamsMain.runner().definition(), all);
        Duration flush = Duration.ofMillis(settings.getLong("drift.flush.ms"));
        return new SimulationSettings(all, perSecond, flush.compareTo(MAX_TICK) < 0 ? flush : MAX_TICK);
    }

    /** Lists the settings of drift detection for a report. */
    public String describe() {
        Settings settings = Settings.of(StreamsMain.runner().definition(), all);
        return "drift.window.ms = " + settings.getLong("drift.window.ms") + ", drift.flush.ms = "
                + settings.getLong("drift.flush.ms") + ", drift.grace.ms = " + settings.getLong("drift.grace.ms")
                + ", drift.min.records = " + settings.getLong("drift.min.records") + ", drift.windows = "
                + settings.getInt("drift.windows");
    }
}
