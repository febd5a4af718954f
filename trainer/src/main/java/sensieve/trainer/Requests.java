package sensieve.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensieve.RetrainRequest;
import sensieve.topic.Topics;
import sensieve.trainer.Triggers.Reception;

/** Takes requests in, answers the void ones at once, and keeps the books of what is answered. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Consumer<byte[], byte[]> election;
    private final RequestLedger ledger;
    private final Triggers triggers;
    private final Publisher publisher;
    private final int most;

    /**
     * Goes on where the group's commit stands.
     *
     * @param most requests that may wait
     */
    Requests(
            Consumer<byte[], byte[]> election, RequestLedger ledger, Triggers triggers, Publisher publisher, int most) {
        this.election = election;
        this.ledger = ledger;
        this.triggers = triggers;
        this.publisher = publisher;
        this.most = most;
    }

    /** Takes requests as they lie in the topic; those that are to be trained for are the result. */
    List<PendingRequest> receive(
            Iterable<ConsumerRecord<byte[], byte[]>> records, SelectionDirectory directory, Optional<String> running) {
        List<PendingRequest> accepted = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (ledger.receive(record.offset())) {
                read(record)
                        .ifPresentOrElse(
                                request -> receive(request, directory, running, accepted),
                                () -> dismiss(record.offset(), "", "unreadable"));
            }
        }
        return accepted;
    }

    private void receive(
            PendingRequest request,
            SelectionDirectory directory,
            Optional<String> running,
            List<PendingRequest> accepted) {
        if (request.cause() == Cause.OPERATOR) {
            triggers.waiting(request.layout()).ifPresent(waiting -> dismiss(waiting, "superseded"));
        }
        Reception reception = triggers.receive(request, directory, running, most);
        if (reception == Reception.ACCEPTED) {
            accepted.add(request);
            LOG.atInfo()
                    .addKeyValue("layout", request.layout())
                    .addKeyValue("cause", request.cause().label())
                    .addKeyValue("reason", request.request().getReason())
                    .log("retrain request accepted");
        } else {
            dismiss(request.offset(), request.layout(), reception.name());
        }
    }

    /** Answers those that wait for a version that is not in force any more. */
    void dismissOutdated(SelectionDirectory directory) {
        triggers.outdated(directory).forEach(request -> dismiss(request, Reception.OUTDATED.name()));
    }

    /** What a publication has to commit with it to answer the request. */
    Publisher.Answer answerTo(PendingRequest request) {
        return new Publisher.Answer(ledger.positionWith(request.offset()), election.groupMetadata());
    }

    /** The publication that answers the request has gone through. */
    void answered(PendingRequest request) {
        ledger.answered(request.offset());
    }

    /** Answers a request without a publication. */
    void dismiss(PendingRequest request, String reason) {
        triggers.drop(request.layout());
        dismiss(request.offset(), request.layout(), reason);
    }

    private void dismiss(long offset, String layout, String reason) {
        publisher.answer(new Publisher.Answer(ledger.positionWith(offset), election.groupMetadata()));
        ledger.answered(offset);
        LOG.atInfo()
                .addKeyValue("layout", layout)
                .addKeyValue("offset", offset)
                .addKeyValue("reason", reason)
                .log("retrain request answered without a selection");
    }

    private static Optional<PendingRequest> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            RetrainRequest request =
                    Topics.RETRAIN_REQUESTS.valueSerde().deserializer().deserialize(record.topic(), record.value());
            return Optional.ofNullable(request).map(known -> new PendingRequest(record.offset(), known));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }
}
