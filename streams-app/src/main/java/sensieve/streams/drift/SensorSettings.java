package sensieve.streams.drift;

/**
 * When a sensor is at fault.
 *
 * @param share of its values that must be missing, or repeat the device's one before, more than usual; of 1 less usual
 * @param records in a row that are judged, at least
 */
public record SensorSettings(double share, long records) {
    /** A channel that misses, or repeats, nearly all its values as a rule tells nothing by it. */
    private static final double USUAL_MAX = 0.9;

    /** Whether {@code hits} of {@code records} are far more than the usual share. */
    boolean atFault(long hits, long records, double usual) {
        return records > 0 && usual <= USUAL_MAX && hits - usual * records >= share * (1 - usual) * records;
    }
}
