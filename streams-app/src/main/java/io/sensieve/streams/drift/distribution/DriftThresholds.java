package io.sensieve.streams.drift.distribution;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

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
        double share) {
    private static final String ERROR_WARNING = "drift.error.ratio.warning";
    private static final String ERROR_DRIFT = "drift.error.ratio.drift";
    private static final String PSI_WARNING = "drift.psi.warning";
    private static final String PSI_DRIFT = "drift.psi.drift";
    private static final String WASSERSTEIN_WARNING = "drift.wasserstein.warning";
    private static final String WASSERSTEIN_DRIFT = "drift.wasserstein.drift";
    private static final String FALSE_DISCOVERIES = "drift.false.discoveries";
    private static final String CHANNELS_SHARE = "drift.channels.share";

    /** Adds the thresholds to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ERROR_WARNING,
                        Type.DOUBLE,
                        1.25,
                        Range.atLeast(0),
                        MEDIUM,
                        "Ratio of a window's mean reconstruction error to that of the validation rows at which the window reaches warning level.")
                .define(
                        ERROR_DRIFT,
                        Type.DOUBLE,
                        1.5,
                        Range.atLeast(0),
                        MEDIUM,
                        "Ratio of a window's mean reconstruction error to that of the validation rows at which the window reaches drift level.")
                .define(
                        PSI_WARNING,
                        Type.DOUBLE,
                        0.1,
                        Range.atLeast(0),
                        MEDIUM,
                        "Population stability index at which a selected channel counts as shifted for warning level. The index is 0 where the window's distribution equals that of the training data.")
                .define(
                        PSI_DRIFT,
                        Type.DOUBLE,
                        0.25,
                        Range.atLeast(0),
                        MEDIUM,
                        "Population stability index at which a selected channel counts as shifted for drift level.")
                .define(
                        WASSERSTEIN_WARNING,
                        Type.DOUBLE,
                        0.3,
                        Range.atLeast(0),
                        MEDIUM,
                        "Wasserstein distance, in standard deviations of the training data, at which a selected channel counts as shifted for warning level.")
                .define(
                        WASSERSTEIN_DRIFT,
                        Type.DOUBLE,
                        0.5,
                        Range.atLeast(0),
                        MEDIUM,
                        "Wasserstein distance, in standard deviations of the training data, at which a selected channel counts as shifted for drift level.")
                .define(
                        FALSE_DISCOVERIES,
                        Type.DOUBLE,
                        0.01,
                        Range.between(0.0, 1.0),
                        LOW,
                        "Largest expected share of false discoveries among the channels that count as shifted (Benjamini-Hochberg procedure). 1 turns this significance test off.")
                .define(
                        CHANNELS_SHARE,
                        Type.DOUBLE,
                        0.2,
                        Range.between(0.0, 1.0),
                        MEDIUM,
                        "Share of the selected channels that must have shifted before the window reaches warning or drift level without a higher error.");
    }

    /**
     * Reads the thresholds.
     *
     * @throws SettingException if a threshold for warning is above that for drift
     */
    public static DriftThresholds of(Settings settings) {
        requireOrdered(settings, ERROR_WARNING, ERROR_DRIFT);
        requireOrdered(settings, PSI_WARNING, PSI_DRIFT);
        requireOrdered(settings, WASSERSTEIN_WARNING, WASSERSTEIN_DRIFT);
        return new DriftThresholds(
                settings.getDouble(ERROR_WARNING),
                settings.getDouble(ERROR_DRIFT),
                settings.getDouble(PSI_WARNING),
                settings.getDouble(PSI_DRIFT),
                settings.getDouble(WASSERSTEIN_WARNING),
                settings.getDouble(WASSERSTEIN_DRIFT),
                settings.getDouble(FALSE_DISCOVERIES),
                settings.getDouble(CHANNELS_SHARE));
    }

    private static void requireOrdered(Settings settings, String warningKey, String driftKey) {
        double warning = settings.getDouble(warningKey);
        double drift = settings.getDouble(driftKey);
        if (Double.isNaN(warning) || Double.isNaN(drift) || warning > drift) {
            throw SettingException.invalid(warningKey, warning, "must be at most " + driftKey + " = " + drift);
        }
    }
}
