package io.sensieve.streams.drift.distribution;

/**
 * Thresholds of the window statistics. A statistic that equals its threshold has reached it.
 *
 * @param errorWarning mean error of the window over that of the validation rows, for warning level
 * @param errorDrift the same ratio, for drift level
 * @param psiWarning population stability index of a selected channel, for warning level
 * @param psiDrift the same index, for drift level
 * @param wassersteinWarning Wasserstein distance of a selected channel in standard deviations of the reference, for
 *     warning level
 * @param wassersteinDrift the same distance, for drift level
 * @param falseDiscoveryRate largest expected share of false discoveries among the shifted channels
 * @param share share of the selected channels that must have shifted
 */
public record DriftThresholds(
        double errorWarning,
        double errorDrift,
        double psiWarning,
        double psiDrift,
        double wassersteinWarning,
        double wassersteinDrift,
        double falseDiscoveryRate,
        double share) {}
