package io.sensieve.trainer.window;

/**
 * A record in a window.
 *
 * @param timestamp event time, ms
 * @param values D values; NaN is missing
 */
public record WindowRow(long timestamp, float[] values) {}
