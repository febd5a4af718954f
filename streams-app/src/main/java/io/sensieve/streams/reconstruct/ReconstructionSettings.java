package io.sensieve.streams.reconstruct;

/**
 * What is done with records beyond reducing them.
 *
 * @param written whether rebuilt records go to their topic
 * @param measured whether drift is measured
 * @param threads that rebuild records beside the stream threads, for each of those
 */
public record ReconstructionSettings(boolean written, boolean measured, int threads) {
    /** Whether records are rebuilt at all. */
    public boolean wanted() {
        return written || measured;
    }
}
