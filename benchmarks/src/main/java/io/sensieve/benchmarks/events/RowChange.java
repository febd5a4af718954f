package io.sensieve.benchmarks.events;

/** Changes the rows of a stream. An instance serves a single pass, because it may depend on earlier rows. */
@FunctionalInterface
interface RowChange {
    /**
     * Changes a row in place; call once for each record, in order.
     *
     * @param record number of the record, from 0
     * @param row D values; NaN is a missing value
     */
    void apply(long record, float[] row);
}
