package io.sensieve.streams.drift.detector;

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
    /** Returns the settings with which the detectors are reported but decide nothing. */
    public DetectorSettings withoutDecision() {
        return new DetectorSettings(
                0, rise, bernsteinRise, adwinDelta, bernsteinDelta, pageHinkleyTolerance, pageHinkleyThreshold);
    }
}
