package io.sensieve.streams.drift.sensor;

import io.sensieve.streams.drift.error.LikelihoodRatio;

/**
 * Settings of the detection of faulty sensors.
 *
 * @param share share of a channel's values, above the reference share, that must be missing or repeated; as a part of 1
 *     - reference share
 * @param records smallest number of consecutive records with the fault
 */
public record SensorSettings(double share, long records) {
    /** Half of the values of 64 records. */
    public static final SensorSettings DEFAULT = new SensorSettings(0.5, 64);

    /**
     * Above this reference share of missing or repeated values, a fault cannot be distinguished from normal operation.
     */
    private static final double REFERENCE_MAX = 0.9;

    /** Probability that one test of all channels of a layout gives a false alarm. */
    private static final double FALSE_ALARM = 1e-9;

    /** Whether {@code hits} of {@code records} exceed the reference share by the share that makes a fault. */
    boolean isFaulty(long hits, long records, double reference) {
        return records > 0
                && reference <= REFERENCE_MAX
                && hits - reference * records >= share * (1 - reference) * records;
    }

    /**
     * Whether there are enough records, and chance does not explain that many hits on one of {@code channels} channels.
     *
     * @param hits records with the fault
     * @param records records in all
     * @param reference share of hits in the reference
     * @param rows rows behind the reference share
     * @param channels number of channels that are tested
     */
    public boolean isSignificant(long hits, long records, double reference, long rows, int channels) {
        return records >= this.records
                && LikelihoodRatio.ofRise((double) hits, (double) records, reference, (double) rows)
                        >= Math.log(channels / FALSE_ALARM);
    }
}
