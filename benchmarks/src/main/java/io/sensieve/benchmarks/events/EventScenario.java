package io.sensieve.benchmarks.events;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds a stream with an event, ready to be played.
 *
 * @param label names of the stream and the event, and the seed
 * @param channelNames names of the D channels
 * @param learnt number of rows that the first selection is trained on, from record 0 on
 * @param event the event
 * @param rows rows of the stream
 * @param oracleRows returns rows of the same regime as those of a stretch, to train the oracle on
 */
record EventScenario(
        Label label,
        List<String> channelNames,
        int learnt,
        PlantedEvent event,
        PlantedEvent.PlayedRows rows,
        Function<Stretch, float[][]> oracleRows) {
    /** Records after the last change that count neither as the event nor as recovered. */
    private static final int RECOVERY_RECORDS = 1_000;

    private static final int END_RECORDS = 200;

    EventScenario {
        channelNames = List.copyOf(channelNames);
    }

    /**
     * Names a run.
     *
     * @param stream name of the plant or data file
     * @param event name of the event
     * @param seed random seed
     */
    record Label(String stream, String event, long seed) {}

    /** The last part of the event; empty if the event is a single step. */
    Optional<Stretch> during() {
        long records = Math.min(END_RECORDS, (event.end() - event.onset()) / 2);
        return records == 0 ? Optional.empty() : Optional.of(new Stretch(event.end() - records, event.end()));
    }

    /** The records after the recovery. */
    Stretch after() {
        return new Stretch(event.end() + RECOVERY_RECORDS, rows.sent().length);
    }
}
