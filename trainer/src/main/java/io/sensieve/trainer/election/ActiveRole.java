package io.sensieve.trainer.election;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the elected member does until it loses the partition of the requests. Used by one thread. */
public interface ActiveRole extends AutoCloseable {
    /**
     * Does one step and returns soon.
     *
     * @param requests records that have arrived on the topic of the requests
     * @throws org.apache.kafka.common.KafkaException if the member must resign and be elected again
     */
    void runOnce(Iterable<ConsumerRecord<byte[], byte[]>> requests) throws InterruptedException;

    /** Releases all resources. */
    @Override
    void close();
}
