package io.sensieve.trainer.publish;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The commit that marks a request as answered, in the transaction of its answer.
 *
 * @param position position on the topic of the requests, with the ledger as its metadata
 * @param group membership of the active trainer in the trainers' group
 */
public record RequestCommit(OffsetAndMetadata position, ConsumerGroupMetadata group) {}
