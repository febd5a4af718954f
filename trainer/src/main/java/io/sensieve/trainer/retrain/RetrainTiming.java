package io.sensieve.trainer.retrain;

import io.sensieve.service.Settings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the times between trainings of a layout.
 *
 * @param schedule age at which a selection is retrained; zero for never
 * @param cooldown least time between two trainings of a layout, unless an operator requests one
 * @param backoffMax longest cooldown, which doubles with each challenger that loses and each switch of versions soon
 *     after another
 */
public record RetrainTiming(Duration schedule, Duration cooldown, Duration backoffMax) {
    public static final String SCHEDULE_MS = "retrain.schedule.ms";
    public static final String COOLDOWN_MS = "retrain.cooldown.ms";
    public static final String BACKOFF_MAX_MS = "retrain.backoff.max.ms";

    /** Adds the keys to {@code definition}. */
    public static void define(ConfigDef definition) {
        definition
                .define(
                        SCHEDULE_MS,
                        Type.LONG,
                        86_400_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Age at which a selection is retrained; 0 is never.")
                .define(
                        COOLDOWN_MS,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Minimum time between two trainings of a layout, unless an operator requests one.")
                .define(
                        BACKOFF_MAX_MS,
                        Type.LONG,
                        3_600_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Longest cooldown. Each challenger that loses, and each switch of versions within ten cooldowns"
                                + " of another, doubles " + COOLDOWN_MS
                                + " for its layout, up to this; a later switch resets it.");
    }

    /** Reads validated settings. */
    public static RetrainTiming of(Settings settings) {
        return new RetrainTiming(
                Duration.ofMillis(settings.getLong(SCHEDULE_MS)),
                Duration.ofMillis(settings.getLong(COOLDOWN_MS)),
                Duration.ofMillis(settings.getLong(BACKOFF_MAX_MS)));
    }
}
