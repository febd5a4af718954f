package io.sensieve.benchmarks.events;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Creates events of the plant and its product. */
final class ProcessEvents {
    private static final float SET_POINT = 50;
    private static final float MOVED_SET_POINT = 55;
    private static final float OFFSET = 3;
    private static final float SCALE = 2;
    private static final float FAHRENHEIT_PER_CELSIUS = 1.8f;
    private static final float FREEZING = 32;
    private static final int OFF_RECORDS = 400;
    private static final float OFF_NOISE = 0.01f;
    private static final int PRODUCT_RECORDS = 800;
    private static final int CYCLE_RECORDS = 1_440;
    private static final float CYCLE_REST = 0.6f;
    private static final float CYCLE_NOISE = 0.02f;
    private static final int CYCLE_LEARNT = 600;
    private static final int CORRELATION_LAG = 200;
    private static final float OLD_WEIGHT = 0.6f;
    private static final float NEW_WEIGHT = 0.8f;

    private ProcessEvents() {}

    static PlantedEvent none(EventSetting setting) {
        return PlantedEvent.step(setting.onset(), () -> (record, row) -> {});
    }

    /** A constant channel moves. */
    static PlantedEvent setPoint(EventSetting setting) {
        int channel = setting.anyReconstructed();
        return PlantedEvent.fromStart(
                        setting.onset(),
                        setting.onset(),
                        () -> (record, row) -> row[channel] = record < setting.onset() ? SET_POINT : MOVED_SET_POINT)
                .naming(channel);
    }

    /** Channels move by three standard deviations, up or down. */
    static PlantedEvent offset(EventSetting setting, int... channels) {
        float[] offset = new float[setting.d()];
        SplittableRandom random = setting.random();
        for (int c : channels) {
            offset[c] = OFFSET * setting.deviation()[c] * (random.nextBoolean() ? 1 : -1);
        }
        return PlantedEvent.step(setting.onset(), () -> (record, row) -> {
            for (int c : channels) {
                row[c] += offset[c];
            }
        });
    }

    /** The values of channels are doubled. */
    static PlantedEvent scale(EventSetting setting, int... channels) {
        return PlantedEvent.step(setting.onset(), () -> (record, row) -> {
            for (int c : channels) {
                row[c] *= SCALE;
            }
        });
    }

    /** Channels change from degrees Celsius to Fahrenheit. */
    static PlantedEvent unit(EventSetting setting, int... channels) {
        return PlantedEvent.step(setting.onset(), () -> (record, row) -> {
            for (int c : channels) {
                row[c] = FAHRENHEIT_PER_CELSIUS * row[c] + FREEZING;
            }
        });
    }

    /** The machine is off for 400 records, so that all channels are near 0, and then on as before. */
    static PlantedEvent machineOff(EventSetting setting) {
        long end = setting.onset() + OFF_RECORDS;
        return PlantedEvent.lasting(setting.onset(), end, end, () -> {
            SplittableRandom random = setting.random();
            return (record, row) -> {
                for (int c = 0; c < row.length; c++) {
                    row[c] = OFF_NOISE * setting.deviation()[c] * (float) random.nextGaussian();
                }
            };
        });
    }

    /** Product B follows product A, which comes again, and B again: other levels, and another relation of a half. */
    static PlantedEvent productChange(EventSetting setting) {
        SplittableRandom random = setting.random();
        int[] varying = EventSetting.shuffled(setting.varying(), random);
        float[] level = new float[setting.d()];
        for (int c : varying) {
            level[c] = setting.deviation()[c] * (float) random.nextGaussian();
        }
        RowChange relation = relation(setting, Arrays.copyOf(varying, Math.max(2, varying.length / 2)));
        return PlantedEvent.lasting(
                setting.onset(), setting.onset() + 2 * PRODUCT_RECORDS, Long.MAX_VALUE, () -> (record, row) -> {
                    long phase = (record - setting.onset()) / PRODUCT_RECORDS;
                    if (phase != 1) {
                        relation.apply(record, row);
                        for (int c = 0; c < row.length; c++) {
                            row[c] += level[c];
                        }
                    }
                });
    }

    /**
     * The sources follow daily cycles with several phases, of which a part was learnt, more than they vary by
     * themselves. The relation of the channels does not change.
     */
    static PlantedEvent dailyCycle(EventSetting setting) {
        return PlantedEvent.fromStart(CYCLE_LEARNT, CYCLE_RECORDS, () -> {
            SplittableRandom random = setting.random();
            return (record, row) -> {
                for (int c = 0; c < row.length; c++) {
                    float noise = CYCLE_NOISE * setting.deviation()[c] * (float) random.nextGaussian();
                    row[c] = setting.mean()[c] + CYCLE_REST * (row[c] - setting.mean()[c]) + noise;
                }
                float[][] directions = setting.directions();
                for (int i = 0; i < directions.length; i++) {
                    double phase = 2 * Math.PI * ((double) record / CYCLE_RECORDS + (double) i / directions.length);
                    for (int c = 0; c < row.length; c++) {
                        row[c] += (float) Math.sin(phase) * directions[i][c];
                    }
                }
            };
        });
    }

    /** A third of the channels follow earlier values of the sources; the distribution of each channel stays. */
    static PlantedEvent correlation(EventSetting setting) {
        int[] channels = setting.several();
        return PlantedEvent.step(0, () -> {
                    float[][] earlier = new float[CORRELATION_LAG][];
                    return (record, row) -> {
                        int slot = (int) (record % CORRELATION_LAG);
                        float[] other = earlier[slot];
                        earlier[slot] = row.clone();
                        if (record >= setting.onset()) {
                            for (int c : channels) {
                                row[c] = other[c];
                            }
                        }
                    };
                })
                .at(setting.onset());
    }

    /** A third of the channels get another relation to the others. */
    static PlantedEvent relation(EventSetting setting) {
        int[] channels = setting.several();
        RowChange change = relation(setting, channels);
        return PlantedEvent.step(setting.onset(), () -> change);
    }

    /** Mixes each of the channels with another channel, in standard deviations from the mean. */
    private static RowChange relation(EventSetting setting, int... channels) {
        int[] varying = setting.varying();
        int[] partner = IntStream.of(channels)
                .map(c -> varying[(Arrays.binarySearch(varying, c) + 1) % varying.length])
                .toArray();
        return (record, row) -> {
            float[] before = row.clone();
            for (int i = 0; i < channels.length; i++) {
                int c = channels[i];
                row[c] = setting.mean()[c]
                        + setting.deviation()[c]
                                * (NEW_WEIGHT * standard(setting, before, partner[i])
                                        - OLD_WEIGHT * standard(setting, before, c));
            }
        };
    }

    private static float standard(EventSetting setting, float[] row, int channel) {
        return (row[channel] - setting.mean()[channel]) / setting.deviation()[channel];
    }
}
