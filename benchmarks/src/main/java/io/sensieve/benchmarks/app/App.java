package io.sensieve.benchmarks.app;

/** Runs an application that reads {@code sensor.records}. */
public interface App extends AutoCloseable {
    /** Number of records whose reconstruction and error the application has computed. */
    long reconstructed();

    @Override
    void close();
}
