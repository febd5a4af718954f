package io.sensieve.streams.drift;

import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.error.DriftThresholds;
import java.util.Locale;

/**
 * How small a change counts as drift. {@link #NORMAL} has the constants with which the benchmarks of planted drift, of
 * stable data and of gas sensors were measured. {@link #LOW} and {@link #HIGH} are about half and twice as sensitive.
 */
public enum DriftSensitivity {
    LOW(new DriftThresholds(1.5, 2), new DetectorSettings(true, 1e-7, 1.1)),
    NORMAL(new DriftThresholds(1.25, 1.5), new DetectorSettings(true, 1e-5, 1.05)),
    HIGH(new DriftThresholds(1.15, 1.25), new DetectorSettings(true, 1e-3, 1.03));

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
