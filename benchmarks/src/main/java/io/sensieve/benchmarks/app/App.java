package io.sensieve.benchmarks.app;

/** A started application that reads {@code sensor.records}. */
public interface App extends AutoCloseable {
    /** Records that it has rebuilt and measured the error of. */
    long rebuilt();

    @Override
    void close();
}
