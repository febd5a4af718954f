package io.sensieve.streams.drift;

import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.distribution.DriftThresholds;
import java.util.Locale;

/**
 * How small a change counts as drift. {@link #NORMAL} has the usual thresholds of the population stability index, 0.1
 * and 0.25 (Yurdakul 2018); its other constants are those with which the benchmarks of planted drift, of stable data
 * and of gas sensors were measured. {@link #LOW} and {@link #HIGH} are about half and twice as sensitive.
 */
public enum DriftSensitivity {
    LOW(new DriftThresholds(1.5, 2, 0.2, 0.5, 0.6, 1, 0.001, 0.4), new DetectorSettings(true, 1e-7, 1.1)),
    NORMAL(new DriftThresholds(1.25, 1.5, 0.1, 0.25, 0.3, 0.5, 0.01, 0.2), new DetectorSettings(true, 1e-5, 1.05)),
    HIGH(new DriftThresholds(1.15, 1.25, 0.05, 0.12, 0.15, 0.25, 0.05, 0.1), new DetectorSettings(true, 1e-3, 1.03));

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final DriftThresholds thresholds;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final DetectorSettings detector;

    DriftSensitivity(DriftThresholds thresholds, DetectorSettings detector) {
        this.thresholds = thresholds;
        this.detector = detector;
    }

    /** Name in the setting {@code drift.sensitivity}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    DriftThresholds thresholds() {
        return thresholds;
    }

    DetectorSettings detector() {
        return detector;
    }
}
