package io.sensieve.benchmarks.events;

import java.util.Arrays;
import java.util.function.Supplier;

/** Creates events in which many channels have no live value for 300 records, and are then back. */
final class OutageEvents {
    private static final int OUT_RECORDS = 300;

    private OutageEvents() {}

    private static PlantedEvent out(EventSetting setting, Supplier<RowChange> change) {
        long end = setting.onset() + OUT_RECORDS;
        return PlantedEvent.lasting(setting.onset(), end, end, change);
    }

    /** A random half of the channels has no value. The others still measure, so this counts as no outage. */
    static PlantedEvent halfOut(EventSetting setting) {
        int[] channels = Arrays.copyOf(EventSetting.shuffled(setting.all(), setting.random()), setting.d() / 2);
        return out(setting, () -> (record, row) -> {
                    for (int c : channels) {
                        row[c] = Float.NaN;
                    }
                })
                .naming(channels);
    }

    /** No channel has a value. */
    static PlantedEvent allOut(EventSetting setting) {
        return out(setting, () -> (record, row) -> Arrays.fill(row, Float.NaN)).asOutage();
    }

    /** All channels repeat their value. */
    static PlantedEvent allFrozen(EventSetting setting) {
        return out(setting, () -> {
                    float[] frozen = new float[setting.d()];
                    return (record, row) -> {
                        if (record == setting.onset()) {
                            System.arraycopy(row, 0, frozen, 0, row.length);
                        }
                        System.arraycopy(frozen, 0, row, 0, row.length);
                    };
                })
                .asOutage();
    }

    /** All channels are exactly 0. */
    static PlantedEvent allZero(EventSetting setting) {
        return out(setting, () -> (record, row) -> Arrays.fill(row, 0)).asOutage();
    }
}
