package io.sensieve.streams.drift;

/**
 * Levels of a window; a figure that equals its threshold has reached it.
 *
 * @param errorWarning window's mean error over the validation rows' mean
 * @param errorDrift the same, for drift
 * @param psiWarning population stability index of a chosen channel
 * @param psiDrift the same, for drift
 * @param wassersteinWarning distance of a chosen channel's distribution, in standard deviations of the reference
 * @param wassersteinDrift the same, for drift
 * @param falseDiscoveries share of wrong ones among the channels that chance is ruled out for
 * @param share share of the chosen channels that must have reached the threshold of index or distance
 */
public record DriftThresholds(
        double errorWarning,
        double errorDrift,
        double psiWarning,
        double psiDrift,
        double wassersteinWarning,
        double wassersteinDrift,
        double falseDiscoveries,
        double share) {}
