package io.sensieve.streams.drift.detector;

/**
 * What the detectors of the error go by, and how many of them make drift.
 *
 * @param agree detectors that must have found a rise; 0: they are shown, but decide nothing
 * @param rise mean error from the change on over what was usual before, from which on a rise matters
 * @param riseOfBernstein the same where the Bernstein test is among them, whose false alarms are bounded
 * @param adwinDelta confidence of {@link Adwin}
 * @param bernsteinDelta probability of a false alarm of {@link BernsteinDetector}
 * @param tolerance of {@link PageHinkley}, in standard deviations
 * @param threshold of {@link PageHinkley}, in standard deviations
 */
public record DetectorSettings(
        int agree,
        double rise,
        double riseOfBernstein,
        double adwinDelta,
        double bernsteinDelta,
        double tolerance,
        double threshold) {}
