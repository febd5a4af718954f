package sensieve.benchmarks.torture;

/**
 * A running system that things can be done to.
 *
 * @param reader whose thread may have failed
 */
record Stage(Brokers brokers, Apps apps, Devices devices, OutputReader reader, Flow flow, Chronicle chronicle) {

    /** Throws what a part of the test itself has met, if anything. */
    void check() {
        reader.check();
        devices.throwFailure();
    }
}
