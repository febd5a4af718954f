package io.sensieve.trainer.kafka;

/**
 * A Kafka client together with what its end takes: closing it and removing its meters.
 *
 * @param <C> type of the client
 * @param closing closes the client and removes its meters
 */
public record Metered<C>(C client, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
        closing.run();
    }
}
