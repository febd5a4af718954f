package io.sensieve.service;

/**
 * A process that runs until it is closed or fails.
 *
 * <p>An implementation must report the failure of each of its threads: a thread catches {@link Throwable}, not
 * {@link Exception} only, records the first failure and ends the service, and {@link #awaitEnd} throws that failure.
 * Otherwise an {@link OutOfMemoryError} or {@link NoClassDefFoundError} would end a thread while the process runs on,
 * or ends with exit code 0.
 */
public interface Service extends AutoCloseable {
    /** Starts the service and returns without waiting for its end. */
    void start();

    /**
     * Waits until all threads of the service have ended.
     *
     * @throws Exception the first failure of a thread; an {@link Error} is thrown as it is or as the cause
     */
    void awaitEnd() throws Exception;

    /** Ends the service and waits until it has ended; a second call does nothing. */
    @Override
    void close();
}
