package sensieve.trainer.window;

/**
 * A record in a window.
 *
 * @param timestamp event time, ms
 * @param values D values; NaN is missing
 */
public record Row(long timestamp, float[] values) {}
