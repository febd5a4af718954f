package io.sensieve.streams.drift.detector;

/**
 * Settings of the error detector.
 *
 * @param decides whether a rise of the error makes the verdict drift; otherwise it is reported only
 * @param delta probability of a false alarm from which the cut is derived, above 0; see {@link ErrorDetector}
 * @param rise smallest ratio of the mean error after a rise to that before it
 */
public record DetectorSettings(boolean decides, double delta, double rise) {
    /** Returns the settings with which a rise is reported but decides nothing. */
    public DetectorSettings withoutDecision() {
        return new DetectorSettings(false, delta, rise);
    }
}
