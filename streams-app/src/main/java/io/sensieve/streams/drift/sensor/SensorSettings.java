package io.sensieve.streams.drift.sensor;

import io.sensieve.streams.drift.distribution.LikelihoodRatio;

/**
 * When a sensor is at fault.
 *
 * @param share of its values that must be missing, or repeat the device's one before, more than usual; of 1 less usual
 * @param records in a row that are judged, at least
 */
public record SensorSettings(double share, long records) {
    /** A channel that misses, or repeats, nearly all its values as a rule tells nothing by it. */
    private static final double USUAL_MAX = 0.9;

    /** The probability that one look at the channels of a layout finds a fault where there is none. */
    private static final double FALSE_FAULT = 1e-9;

    /** Whether {@code hits} of {@code records} are far more than the usual share. */
    boolean atFault(long hits, long records, double usual) {
        return records > 0 && usual <= USUAL_MAX && hits - usual * records >= share * (1 - usual) * records;
    }

    /**
     * Whether there are enough records, and chance does not explain so many hits on one of {@code channels} channels.
     *
     * @param rows that the usual share is known from
     */
    public boolean certain(long hits, long records, double usual, long rows, int channels) {
        return records >= this.records
                && LikelihoodRatio.ofRise((double) hits, (double) records, usual, (double) rows)
                        >= Math.log(channels / FALSE_FAULT);
    }
}
