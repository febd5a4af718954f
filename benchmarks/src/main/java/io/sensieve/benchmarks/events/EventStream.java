package io.sensieve.benchmarks.events;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** A stationary stream of rows of D channels, into which an event is planted. */
interface EventStream {
    /** Names of the D channels. */
    List<String> channelNames();

    /** Number of channels to select. */
    int k();

    /**
     * Opens a realisation of the stream.
     *
     * @param use what the rows are for; rows of different uses are independent
     * @param seed random seed of the realisation
     */
    Supplier<float[]> open(Use use, long seed);

    /** Draws a direction of D values in which the channels move together without a change of their relation. */
    float[] direction(SplittableRandom random);

    /** Use of a realisation. */
    enum Use {
        /** The stream that the app sees. */
        PLAYED,
        /** Rows that only the oracle sees. */
        ORACLE
    }
}
