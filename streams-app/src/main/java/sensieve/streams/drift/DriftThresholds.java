package sensieve.streams.drift;

/**
 * Levels of a window; a figure that equals its threshold has reached it.
 *
 * @param errorWarning window's mean error over the validation rows' mean
 * @param errorDrift the same, for drift
 * @param psiWarning population stability index of a chosen channel
 * @param psiDrift the same, for drift
 * @param share share of the chosen channels that must have reached an index's threshold
 */
public record DriftThresholds(
        double errorWarning, double errorDrift, double psiWarning, double psiDrift, double share) {}
