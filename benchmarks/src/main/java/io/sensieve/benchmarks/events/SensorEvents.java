package io.sensieve.benchmarks.events;

import java.util.SplittableRandom;

/** Creates events of single sensors and of the way to them. */
final class SensorEvents {
    /** Period of a counter that wraps, in records. */
    static final long WRAP = 1_000;

    private static final int RAMP_RECORDS = 1_000;
    private static final float WEAR = 4;
    private static final float LIMIT = 0.3f;
    private static final int LAG_RECORDS = 5;
    private static final int HELD_RECORDS = 5;
    private static final float FAULT_CODE = -200;
    private static final double MISSING = 0.5;
    private static final float COUNTER_STEP = 0.1f;

    private SensorEvents() {}

    /** A channel drifts by four standard deviations within 1,000 records, and stays there. */
    static PlantedEvent wear(EventSetting setting, int channel) {
        float most = WEAR * setting.deviation()[channel];
        return PlantedEvent.lasting(
                        setting.onset(),
                        setting.onset() + RAMP_RECORDS,
                        Long.MAX_VALUE,
                        () -> (record, row) -> row[channel] += most * ramp(setting, record))
                .naming(channel)
                .without(channel);
    }

    private static float ramp(EventSetting setting, long record) {
        return Math.min(1, (float) (record - setting.onset()) / RAMP_RECORDS);
    }

    /** A channel does not rise above 0.3 standard deviations over its mean. */
    static PlantedEvent saturation(EventSetting setting) {
        int channel = setting.any();
        float limit = setting.mean()[channel] + LIMIT * setting.deviation()[channel];
        return PlantedEvent.step(setting.onset(), () -> (record, row) -> row[channel] = Math.min(limit, row[channel]))
                .naming(channel)
                .without(channel);
    }

    /** A channel is five records late. */
    static PlantedEvent lag(EventSetting setting) {
        int channel = setting.any();
        return PlantedEvent.step(setting.onset(), () -> {
                    float[] earlier = new float[LAG_RECORDS];
                    return (record, row) -> {
                        long since = record - setting.onset();
                        int slot = (int) (since % LAG_RECORDS);
                        float late = since < LAG_RECORDS ? row[channel] : earlier[slot];
                        earlier[slot] = row[channel];
                        row[channel] = late;
                    };
                })
                .naming(channel)
                .without(channel);
    }

    /** The wires of two channels are swapped. */
    static PlantedEvent swap(EventSetting setting) {
        int[] several = setting.several();
        int one = several[0];
        int other = several[1];
        return PlantedEvent.step(setting.onset(), () -> (record, row) -> {
                    float held = row[one];
                    row[one] = row[other];
                    row[other] = held;
                })
                .naming(one, other);
    }

    /** A channel has steps of one standard deviation. */
    static PlantedEvent resolution(EventSetting setting) {
        int channel = setting.any();
        float step = setting.deviation()[channel];
        return PlantedEvent.step(
                        setting.onset(), () -> (record, row) -> row[channel] = step * Math.round(row[channel] / step))
                .naming(channel)
                .without(channel);
    }

    /** Each channel updates only in each fifth record, not all in the same one. */
    static PlantedEvent held(EventSetting setting) {
        return PlantedEvent.step(setting.onset(), () -> {
                    float[] held = new float[setting.d()];
                    return (record, row) -> {
                        for (int c = 0; c < row.length; c++) {
                            if (record == setting.onset() || (record + c) % HELD_RECORDS == 0) {
                                held[c] = row[c];
                            }
                            row[c] = held[c];
                        }
                    };
                })
                .ofMeasurement();
    }

    /**
     * A channel is a counter from the start; it returns to 0 after {@code period} records. It leaves the learnt range
     * as soon as learning ends, so that no later switch is too early.
     */
    static PlantedEvent counter(EventSetting setting, long period) {
        int channel = setting.any();
        return PlantedEvent.fromStart(
                        0, setting.onset(), () -> (record, row) -> row[channel] = COUNTER_STEP * (record % period))
                .without(channel);
    }

    /** A channel sends -200 in a share of its records. */
    static PlantedEvent faultCode(EventSetting setting, double share) {
        int channel = setting.any();
        return PlantedEvent.step(setting.onset(), () -> {
                    SplittableRandom random = setting.random();
                    return (record, row) -> {
                        if (random.nextDouble() < share) {
                            row[channel] = FAULT_CODE;
                        }
                    };
                })
                .naming(channel)
                .without(channel);
    }

    /** The share of missing values rises to a half within 1,000 records, and stays there. */
    static PlantedEvent missing(EventSetting setting, int... channels) {
        return PlantedEvent.lasting(setting.onset(), setting.onset() + RAMP_RECORDS, Long.MAX_VALUE, () -> {
            SplittableRandom random = setting.random();
            return (record, row) -> {
                for (int c : channels) {
                    if (random.nextDouble() < MISSING * ramp(setting, record)) {
                        row[c] = Float.NaN;
                    }
                }
            };
        });
    }

    /**
     * Channels get Gaussian noise.
     *
     * @param deviations standard deviation of the noise, in standard deviations of the channel
     */
    static PlantedEvent noise(EventSetting setting, float deviations, int... channels) {
        return PlantedEvent.step(setting.onset(), () -> {
                    SplittableRandom random = setting.random();
                    return (record, row) -> {
                        for (int c : channels) {
                            row[c] += deviations * setting.deviation()[c] * (float) random.nextGaussian();
                        }
                    };
                })
                .ofMeasurement();
    }
}
