package io.sensieve.trainer.request;

import io.sensieve.RetrainResult;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes requests, queues those that need a training, and answers those that are void or declined at once. */
public final class RequestIntake {
    /** Reason for which a request is declined while its layout is pinned. */
    public static final String PINNED = "an operator has pinned the active version";

    private static final String REJECTED =
            "the layout's name is not allowed, too many requests wait, or there are more layouts than layouts.max";

    private static final Logger LOG = LoggerFactory.getLogger(RequestIntake.class);

    private final WireFormat format;
    private final RequestLedger ledger;
    private final RequestQueue queue;
    private final RequestAnswers answers;

    /** Creates the intake of one active trainer. */
    public RequestIntake(WireFormat format, RequestLedger ledger, RequestQueue queue, RequestAnswers answers) {
        this.format = format;
        this.ledger = ledger;
        this.queue = queue;
        this.answers = answers;
    }

    /** Takes a record of the requests' topic and returns the request if it was queued or is a command to execute. */
    public Optional<PendingRequest> receive(ConsumerRecord<byte[], byte[]> record) {
        if (!ledger.receive(record.offset())) {
            return Optional.empty();
        }
        Optional<PendingRequest> request = decode(record);
        if (request.isEmpty()) {
            answers.skipUnreadable(record.offset());
        }
        return request.filter(this::isAccepted);
    }

    private Optional<PendingRequest> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(format.deserialize(Topics.RETRAIN_REQUESTS, record.value()))
                    .map(request -> new PendingRequest(record.offset(), request));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    private boolean isAccepted(PendingRequest request) {
        Admission admission = queue.offer(request);
        switch (admission) {
            case DISPLACES -> {
                queue.find(request.layout())
                        .ifPresent(queued -> dismiss(
                                queued, RetrainResult.VOID, "a more urgent request of the layout replaced this one"));
                return isAccepted(request);
            }
            case QUEUED, COMMAND ->
                LOG.atInfo()
                        .addKeyValue("layout", request.layout())
                        .addKeyValue("cause", request.cause().label())
                        .addKeyValue("reason", request.request().getReason())
                        .log("retrain request accepted");
            case OUTDATED ->
                answers.answer(
                        request, RetrainResult.VOID, "the version that the request refers to is no longer active");
            case DUPLICATE -> answers.answer(request, RetrainResult.VOID, "a training of the layout is queued already");
            case PINNED -> answers.answer(request, RetrainResult.DECLINED, PINNED);
            case NOT_AFFECTED ->
                answers.answer(
                        request,
                        RetrainResult.DECLINED,
                        "the active selection has none of the faulty channels, or the layout requires them");
            case REJECTED -> answers.answer(request, RetrainResult.VOID, REJECTED);
        }
        return admission == Admission.QUEUED || admission == Admission.COMMAND;
    }

    /** Answers the queued requests that became outdated, or whose layout was pinned or is no longer admitted. */
    public void dismissOutdated() {
        queue.outdated()
                .forEach(request ->
                        dismiss(request, RetrainResult.VOID, "another version became active while the request waited"));
        queue.pinned().forEach(request -> dismiss(request, RetrainResult.DECLINED, PINNED));
        queue.unadmitted().forEach(request -> dismiss(request, RetrainResult.VOID, REJECTED));
    }

    private void dismiss(PendingRequest queued, RetrainResult result, String reason) {
        queue.remove(queued.layout());
        answers.answer(queued, result, reason);
    }
}
