package io.sensieve.service;

/** A process that runs until it is closed or fails. */
public interface Service extends AutoCloseable {
    /** Starts it; returns at once. */
    void start();

    /**
     * Waits until it has ended.
     *
     * @throws Exception what ended it, if that was a failure
     */
    void awaitEnd() throws Exception;

    /** Asks it to end and waits until it has; a second call does nothing. */
    @Override
    void close();
}
