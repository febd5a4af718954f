package sensieve.streams.record;

/**
 * What the app takes in.
 *
 * @param maxBytes most bytes of a record's key, value and headers together
 * @param declaredOnly whether records of a layout without a SensorLayout are dead letters
 */
public record IngestSettings(int maxBytes, boolean declaredOnly) {}
