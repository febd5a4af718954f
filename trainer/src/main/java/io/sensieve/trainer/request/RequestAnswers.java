package io.sensieve.trainer.request;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.topic.Keys;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.RequestCommit;
import io.sensieve.trainer.publish.SelectionPublisher;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests: publishes their outcomes together with the commit, and updates the ledger. */
public final class RequestAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(RequestAnswers.class);

    private final RequestLedger ledger;
    private final SelectionPublisher publisher;
    private final RetrainOutcomes outcomes;
    private final TrainerMeters meters;
    private final Supplier<ConsumerGroupMetadata> group;

    /**
     * Creates the answers of one active trainer.
     *
     * @param group returns the trainer's present membership in the trainers' group
     */
    public RequestAnswers(
            RequestLedger ledger,
            SelectionPublisher publisher,
            RetrainOutcomes outcomes,
            TrainerMeters meters,
            Supplier<ConsumerGroupMetadata> group) {
        this.ledger = ledger;
        this.publisher = publisher;
        this.outcomes = outcomes;
        this.meters = meters;
        this.group = group;
    }

    /** Returns the commit that a publication has to include to answer the request. */
    public RequestCommit commitOf(PendingRequest request) {
        return commitOf(request.offset());
    }

    private RequestCommit commitOf(long offset) {
        return new RequestCommit(ledger.commitWith(offset), group.get());
    }

    /** Records that the publication with the request's commit succeeded. */
    public void markAnswered(PendingRequest request) {
        ledger.markAnswered(request.offset());
    }

    /**
     * Answers a request for which nothing else is published.
     *
     * @throws org.apache.kafka.common.KafkaException if nothing was published
     */
    void answer(PendingRequest request, RetrainResult result, String reason) {
        RetrainOutcome outcome = outcomes.create(request, result, reason, 0);
        answer(request.offset(), Optional.of(outcome).filter(record -> Keys.isLayout(record.getLayout())));
    }

    /**
     * Answers a request that cannot be decoded: commits its offset without an outcome.
     *
     * @throws org.apache.kafka.common.KafkaException if the commit failed
     */
    void skipUnreadable(long offset) {
        answer(offset, Optional.empty());
    }

    private void answer(long offset, Optional<RetrainOutcome> outcome) {
        publisher.publishOutcome(outcome, Optional.of(commitOf(offset)));
        ledger.markAnswered(offset);
        outcome.ifPresent(meters::recordOutcome);
        LOG.atInfo()
                .addKeyValue("layout", outcome.map(RetrainOutcome::getLayout).orElse(""))
                .addKeyValue("offset", offset)
                .addKeyValue("reason", outcome.map(RetrainOutcome::getReason).orElse("unreadable"))
                .log("retrain request was answered without a selection");
    }
}
