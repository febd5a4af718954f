package io.sensieve.streams.drift.detector;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the error detectors.
 *
 * @param agree number of detectors that must find a rise of the error; 0: the detectors are reported but decide nothing
 * @param rise smallest ratio of the mean error after a rise to that before it
 * @param bernsteinRise the same ratio where {@link BernsteinDetector} finds the rise
 * @param adwinDelta confidence of {@link Adwin}
 * @param bernsteinDelta largest false-alarm probability of {@link BernsteinDetector}
 * @param pageHinkleyTolerance tolerance of {@link PageHinkley}, in standard deviations
 * @param pageHinkleyThreshold threshold of {@link PageHinkley}, in standard deviations
 */
public record DetectorSettings(
        int agree,
        double rise,
        double bernsteinRise,
        double adwinDelta,
        double bernsteinDelta,
        double pageHinkleyTolerance,
        double pageHinkleyThreshold) {
    private static final String AGREE = "drift.detectors.agree";
    private static final String RISE = "drift.detectors.rise";
    private static final String BERNSTEIN_RISE = "drift.detectors.rise.bernstein";
    private static final String ADWIN_DELTA = "drift.adwin.delta";
    private static final String BERNSTEIN_DELTA = "drift.bernstein.delta";
    private static final String PAGE_HINKLEY_TOLERANCE = "drift.page.hinkley.tolerance";
    private static final String PAGE_HINKLEY_THRESHOLD = "drift.page.hinkley.threshold";

    /** Smallest probability that a detector accepts. */
    private static final double DELTA_MIN = 1e-12;

    /** Adds the settings of the error detectors to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        AGREE,
                        Type.INT,
                        2,
                        Range.between(0, 3),
                        MEDIUM,
                        "How many of the three detectors of the reconstruction error (ADWIN, Page-Hinkley, Bernstein) must find a rise before the verdict is drift at once, without waiting for a window to close. 0: the detectors are reported only.")
                .define(
                        RISE,
                        Type.DOUBLE,
                        1.15,
                        Range.atLeast(1),
                        MEDIUM,
                        "Smallest ratio of the mean error after a detected rise to the mean error before it. A smaller rise is ignored.")
                .define(
                        BERNSTEIN_RISE,
                        Type.DOUBLE,
                        1.05,
                        Range.atLeast(1),
                        MEDIUM,
                        "The same ratio where the Bernstein detector is among those that find the rise. It may be smaller, because the false-alarm probability of that detector is bounded.")
                .define(
                        ADWIN_DELTA,
                        Type.DOUBLE,
                        1e-5,
                        Range.between(DELTA_MIN, 1.0),
                        LOW,
                        "Confidence of the ADWIN detector. A smaller value gives fewer false alarms and later true ones.")
                .define(
                        BERNSTEIN_DELTA,
                        Type.DOUBLE,
                        0.01,
                        Range.between(DELTA_MIN, 1.0),
                        LOW,
                        "Largest probability that the Bernstein detector ever gives a false alarm on an unchanged stream of independent errors.")
                .define(
                        PAGE_HINKLEY_TOLERANCE,
                        Type.DOUBLE,
                        0.5,
                        Range.atLeast(0),
                        LOW,
                        "Page-Hinkley detector: how far an error may be above the mean, in standard deviations, before it adds to the sum that gives the alarm.")
                .define(
                        PAGE_HINKLEY_THRESHOLD,
                        Type.DOUBLE,
                        50.0,
                        Range.atLeast(1),
                        LOW,
                        "Page-Hinkley detector: sum of deviations beyond the tolerance, in standard deviations, at which it gives an alarm.");
    }

    /** Reads the settings of the error detectors. */
    public static DetectorSettings of(Settings settings) {
        return new DetectorSettings(
                settings.getInt(AGREE),
                settings.getDouble(RISE),
                settings.getDouble(BERNSTEIN_RISE),
                settings.getDouble(ADWIN_DELTA),
                settings.getDouble(BERNSTEIN_DELTA),
                settings.getDouble(PAGE_HINKLEY_TOLERANCE),
                settings.getDouble(PAGE_HINKLEY_THRESHOLD));
    }
}
