package io.sensieve.trainer.request;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.retrain.RetrainScheduler;
import io.sensieve.trainer.retrain.RetrainScheduler.Reception;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests in, answers the void ones at once, and keeps the books of what is answered. */
public final class RequestIntake {
    public static final String PINNED = "an operator has pinned the version in force";

    private static final Logger LOG = LoggerFactory.getLogger(RequestIntake.class);

    private final Consumer<byte[], byte[]> election;
    private final WireFormat format;
    private final RequestLedger ledger;
    private final RetrainScheduler triggers;
    private final SelectionPublisher publisher;
    private final RetrainOutcomes outcomes;
    private final TrainerMeters meters;
    private final int most;

    /**
     * Goes on where the group's commit stands.
     *
     * @param most requests that may wait
     */
    public RequestIntake(
            Consumer<byte[], byte[]> election,
            WireFormat format,
            RequestLedger ledger,
            RetrainScheduler triggers,
            SelectionPublisher publisher,
            RetrainOutcomes outcomes,
            TrainerMeters meters,
            int most) {
        this.election = election;
        this.format = format;
        this.ledger = ledger;
        this.triggers = triggers;
        this.publisher = publisher;
        this.outcomes = outcomes;
        this.meters = meters;
        this.most = most;
    }

    /** Takes a request as it lies in the topic; one that is to be trained for or carried out is the result. */
    public Optional<PendingRequest> receive(
            ConsumerRecord<byte[], byte[]> record, SelectionDirectory directory, Optional<String> running) {
        if (!ledger.receive(record.offset())) {
            return Optional.empty();
        }
        Optional<PendingRequest> read = read(record);
        if (read.isEmpty()) {
            answer(record.offset(), Optional.empty());
        }
        return read.filter(request -> accepts(request, directory, running));
    }

    private boolean accepts(PendingRequest request, SelectionDirectory directory, Optional<String> running) {
        Reception reception = triggers.receive(request, directory, running, most);
        switch (reception) {
            case URGENT -> {
                triggers.waiting(request.layout())
                        .ifPresent(waiting ->
                                dismiss(waiting, RetrainResult.VOID, "a more urgent request took its place"));
                return accepts(request, directory, running);
            }
            case ACCEPTED, COMMAND ->
                LOG.atInfo()
                        .addKeyValue("layout", request.layout())
                        .addKeyValue("cause", request.cause().label())
                        .addKeyValue("reason", request.request().getReason())
                        .log("retrain request accepted");
            case OUTDATED -> answer(request, RetrainResult.VOID, "it means a version that is not in force any more");
            case UNDER_WAY ->
                answer(request, RetrainResult.VOID, "a retrain of the layout is asked for already, or runs");
            case PINNED -> answer(request, RetrainResult.DECLINED, PINNED);
            case NEEDLESS ->
                answer(
                        request,
                        RetrainResult.DECLINED,
                        "the selection in force has none of the faulty channels, or they are required");
            case UNUSABLE ->
                answer(request, RetrainResult.VOID, "the layout's name is not allowed, or too many requests wait");
        }
        return reception == Reception.ACCEPTED || reception == Reception.COMMAND;
    }

    /** Answers those that wait for a version that is not in force any more, or is pinned. */
    public void dismissOutdated(SelectionDirectory directory) {
        triggers.outdated(directory)
                .forEach(request ->
                        dismiss(request, RetrainResult.VOID, "another version has come into force while it waited"));
        triggers.pinned(directory).forEach(request -> dismiss(request, RetrainResult.DECLINED, PINNED));
    }

    /** What a publication has to commit with it to answer the request. */
    public SelectionPublisher.Answer answerTo(PendingRequest request) {
        return new SelectionPublisher.Answer(ledger.positionWith(request.offset()), election.groupMetadata());
    }

    /** The publication that answers the request has gone through. */
    public void answered(PendingRequest request) {
        ledger.answered(request.offset());
    }

    /** Answers a request without a publication; it does not wait any more. */
    void dismiss(PendingRequest request, RetrainResult result, String reason) {
        triggers.drop(request.layout());
        answer(request, result, reason);
    }

    /** Answers a command, for which nothing was published. */
    void answer(PendingRequest request, RetrainResult result, String reason) {
        RetrainOutcome outcome = outcomes.of(request, result, reason, 0);
        answer(request.offset(), Optional.of(outcome).filter(told -> Keys.isLayout(told.getLayout())));
    }

    private void answer(long offset, Optional<RetrainOutcome> outcome) {
        publisher.tell(
                outcome,
                Optional.of(new SelectionPublisher.Answer(ledger.positionWith(offset), election.groupMetadata())));
        ledger.answered(offset);
        outcome.ifPresent(meters::ended);
        LOG.atInfo()
                .addKeyValue("layout", outcome.map(RetrainOutcome::getLayout).orElse(""))
                .addKeyValue("offset", offset)
                .addKeyValue("reason", outcome.map(RetrainOutcome::getReason).orElse("unreadable"))
                .log("retrain request answered without a selection");
    }

    private Optional<PendingRequest> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(format.read(Topics.RETRAIN_REQUESTS, record.value()))
                    .map(known -> new PendingRequest(record.offset(), known));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }
}
