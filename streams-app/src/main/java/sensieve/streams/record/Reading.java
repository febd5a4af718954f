package sensieve.streams.record;

/**
 * A readable record.
 *
 * @param layout its layout's name
 * @param timestamp event time in milliseconds, as the device says
 * @param values D values in the channels' own units, each finite or NaN
 * @param bytes the record as it came
 * @param origin where it was read
 */
public record Reading(String layout, long timestamp, float[] values, byte[] bytes, Origin origin) implements Step {}
