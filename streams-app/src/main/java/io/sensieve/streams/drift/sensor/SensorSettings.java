package io.sensieve.streams.drift.sensor;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import io.sensieve.streams.drift.distribution.LikelihoodRatio;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the detection of faulty sensors.
 *
 * @param share share of a channel's values, above the reference share, that must be missing or repeated; as a part of 1
 *     - reference share
 * @param records smallest number of consecutive records with the fault
 */
public record SensorSettings(double share, long records) {
    private static final String SHARE = "drift.sensor.share";
    private static final String RECORDS = "drift.sensor.records";

    /**
     * Above this reference share of missing or repeated values, a fault cannot be distinguished from normal operation.
     */
    private static final double REFERENCE_MAX = 0.9;

    /** Probability that one test of all channels of a layout gives a false alarm. */
    private static final double FALSE_ALARM = 1e-9;

    /** Adds the settings of the detection of faulty sensors to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        SHARE,
                        Type.DOUBLE,
                        0.5,
                        Range.between(0.01, 1.0),
                        MEDIUM,
                        "Share of a channel's values, above the share in the training data, at which its sensor counts as faulty. Missing values make a dead sensor; repetitions of the device's previous value make a stuck one.")
                .define(
                        RECORDS,
                        Type.LONG,
                        64L,
                        Range.atLeast(1),
                        MEDIUM,
                        "Smallest number of consecutive records that must show a dead or stuck sensor before it is reported.");
    }

    /** Reads the settings of the detection of faulty sensors. */
    public static SensorSettings of(Settings settings) {
        return new SensorSettings(settings.getDouble(SHARE), settings.getLong(RECORDS));
    }

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
