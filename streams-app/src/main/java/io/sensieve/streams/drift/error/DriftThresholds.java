package io.sensieve.streams.drift.error;

/**
 * Levels of the error. An error that equals a level has reached it.
 *
 * @param errorWarning error of a window over that of the validation rows, for warning level
 * @param errorDrift the same ratio, for drift level
 */
public record DriftThresholds(double errorWarning, double errorDrift) {}
