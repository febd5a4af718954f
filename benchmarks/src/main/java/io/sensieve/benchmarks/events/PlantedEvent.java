package io.sensieve.benchmarks.events;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Describes an event that is planted into a stream.
 *
 * @param onset first changed record
 * @param end record of the event's last change; {@code onset} if the event is a single step
 * @param faults channels that a report should name
 * @param unmeasured channels that are left out of the errors, because what they send is no measurement
 * @param measurement whether the event changes only what the sensors send; then errors are measured against the
 *     unchanged rows
 * @param outage whether the event is an outage from {@code onset} to {@code end}, during which nothing should switch
 * @param isFromStart whether the event changes rows that are learnt
 * @param change creates the change of the rows for a pass over the stream
 */
record PlantedEvent(
        long onset,
        long end,
        Set<Integer> faults,
        Set<Integer> unmeasured,
        boolean measurement,
        boolean outage,
        boolean isFromStart,
        Supplier<RowChange> change) {
    PlantedEvent {
        faults = Set.copyOf(faults);
        unmeasured = Set.copyOf(unmeasured);
    }

    /** Creates an event that is a single step: from the onset on, {@code change} applies to each row. */
    static PlantedEvent step(long onset, Supplier<RowChange> change) {
        return lasting(onset, onset, Long.MAX_VALUE, change);
    }

    /**
     * Creates an event that changes the rows from the onset to {@code until}.
     *
     * @param end record of the last change
     */
    static PlantedEvent lasting(long onset, long end, long until, Supplier<RowChange> change) {
        return new PlantedEvent(onset, end, Set.of(), Set.of(), false, false, false, () -> {
            RowChange applied = change.get();
            return (record, row) -> {
                if (record >= onset && record < until) {
                    applied.apply(record, row);
                }
            };
        });
    }

    /** Creates an event whose change applies from the first record on. */
    static PlantedEvent fromStart(long onset, long end, Supplier<RowChange> change) {
        return new PlantedEvent(onset, end, Set.of(), Set.of(), false, false, true, change);
    }

    /** Returns the event with another onset, which is also its end. */
    PlantedEvent at(long record) {
        return new PlantedEvent(record, record, faults, unmeasured, measurement, outage, isFromStart, change);
    }

    /** Returns the event with channels that a report should name. */
    PlantedEvent naming(int... channels) {
        return new PlantedEvent(onset, end, set(channels), unmeasured, measurement, outage, isFromStart, change);
    }

    /** Returns the event with channels that are left out of the errors. */
    PlantedEvent without(int... channels) {
        return new PlantedEvent(onset, end, faults, set(channels), measurement, outage, isFromStart, change);
    }

    /** Returns the event as one that changes only what the sensors send. */
    PlantedEvent ofMeasurement() {
        return new PlantedEvent(onset, end, faults, unmeasured, true, outage, isFromStart, change);
    }

    /** Returns the event as an outage. */
    PlantedEvent asOutage() {
        return new PlantedEvent(onset, end, faults, unmeasured, measurement, true, isFromStart, change);
    }

    private static Set<Integer> set(int... channels) {
        Set<Integer> set = new TreeSet<>();
        IntStream.of(channels).forEach(set::add);
        return set;
    }

    /**
     * Plays the event into rows.
     *
     * @param rows unchanged rows from record 0 on; they stay unchanged
     */
    PlayedRows play(float[][] rows) {
        RowChange changes = change.get();
        float[][] sent = new float[rows.length][];
        float[][] truth = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            sent[r] = rows[r].clone();
            changes.apply(r, sent[r]);
            truth[r] = (measurement ? rows[r] : sent[r]).clone();
            for (int c = 0; c < truth[r].length; c++) {
                if (Float.isNaN(sent[r][c]) || unmeasured.contains(c)) {
                    truth[r][c] = Float.NaN;
                }
            }
        }
        return new PlayedRows(sent, truth);
    }

    /**
     * Holds the rows of a stream with an event.
     *
     * @param sent rows that the device sends; NaN is a missing value
     * @param truth rows that a reconstruction is measured against; NaN is not measured
     */
    record PlayedRows(float[][] sent, float[][] truth) {
        /** Returns the sent rows of a stretch. */
        float[][] sent(Stretch stretch) {
            return Arrays.copyOfRange(sent, (int) stretch.from(), (int) stretch.to());
        }
    }
}
