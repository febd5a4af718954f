package io.sensieve.benchmarks.events;

/**
 * A range of records.
 *
 * @param from first record
 * @param to record after the last one
 */
record Stretch(long from, long to) {
    /** Number of records. */
    int records() {
        return (int) (to - from);
    }
}
