package sensieve.benchmarks.streams;

/** A started application that reads {@code sensor.records}. */
interface App extends AutoCloseable {
    /** Records that it has rebuilt and measured the error of. */
    long rebuilt();

    @Override
    void close();
}
