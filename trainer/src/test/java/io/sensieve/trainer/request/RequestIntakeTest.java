package io.sensieve.trainer.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.Requester;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.fixture.TestTopics;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class RequestIntakeTest {
    private final TestTopics topics = new TestTopics();
    private final SelectionPublisher publisher = topics.publisher();
    private final SelectionDirectory directory = new SelectionDirectory(TestTopics.FORMAT, TrustedKeys.none(), 1_000);
    private final RequestIntake intake = intake(Optional.empty());

    @Test
    void shouldReturnARequestWithoutAnAnswerWhenItIsQueued() {
        // When
        Optional<PendingRequest> received = receive(0, request("a", Requester.DRIFT, 0));

        // Then
        assertThat(received).map(PendingRequest::offset).contains(0L);
        assertThat(topics.outcomes()).isEmpty();
        assertThat(topics.commits()).isEmpty();
    }

    @Test
    void shouldReturnACommandWhenAKeptVersionIsWantedBack() {
        // Given
        TestRecords.activate(directory, "a", 1, TestRecords.TIME);

        // When / Then
        assertThat(receive(0, request("a", Requester.RECURRENCE, 1)))
                .map(PendingRequest::isCommand)
                .contains(true);
    }

    @Test
    void shouldIgnoreARequestWhenItArrivesAgain() {
        // Given
        receive(0, request("a", Requester.DRIFT, 0));

        // When / Then
        assertThat(receive(0, request("a", Requester.DRIFT, 0))).isEmpty();
        assertThat(topics.commits()).isEmpty();
    }

    @Test
    void shouldCommitWithoutAnOutcomeWhenARequestIsUnreadable() {
        // When
        Optional<PendingRequest> received = intake.receive(record(0, new byte[] {1, 2, 3}));

        // Then
        assertThat(received).isEmpty();
        assertThat(topics.outcomes()).isEmpty();
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(1, ""));
    }

    @Test
    void shouldAnswerAtOnceWhenARequestIsOutdated() {
        // Given
        TestRecords.activate(directory, "a", 2, TestRecords.TIME);

        // When
        Optional<PendingRequest> received = receive(0, request("a", Requester.DRIFT, 1));

        // Then
        assertThat(received).isEmpty();
        assertThat(topics.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getResult()).isEqualTo(RetrainResult.VOID);
            assertThat(outcome.getRequestOffset()).isZero();
            assertThat(outcome.getChampionVersion()).isEqualTo(2);
        });
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(1, ""));
    }

    @Test
    void shouldDeclineWhenTheActiveVersionIsPinned() {
        // Given
        TestRecords.activate(directory, "a", 1, TestRecords.TIME);
        TestRecords.pin(directory, "a", 1);

        // When
        receive(0, request("a", Requester.OPERATOR, 1));

        // Then
        assertThat(topics.outcomes()).extracting(RetrainOutcome::getReason).containsExactly(RequestIntake.PINNED);
    }

    @Test
    void shouldCommitWithoutAnOutcomeWhenTheLayoutsNameIsNotAllowed() {
        // When
        receive(0, request("a/b", Requester.OPERATOR, 0));

        // Then
        assertThat(topics.outcomes()).isEmpty();
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(1, ""));
    }

    @Test
    void shouldAnswerTheQueuedRequestWhenAnUrgentOneDisplacesIt() {
        // Given
        receive(0, request("a", Requester.DRIFT, 0));

        // When
        Optional<PendingRequest> received = receive(1, request("a", Requester.OPERATOR, 0));

        // Then
        assertThat(received).map(PendingRequest::offset).contains(1L);
        assertThat(topics.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getResult()).isEqualTo(RetrainResult.VOID);
            assertThat(outcome.getRequestOffset()).isZero();
        });
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(1, "open:1"));
    }

    @Test
    void shouldAnswerTheQueuedRequestWhenAnotherVersionBecomesActive() {
        // Given
        TestRecords.activate(directory, "a", 1, TestRecords.TIME);
        receive(0, request("a", Requester.DRIFT, 1));

        // When
        TestRecords.activate(directory, "a", 2, TestRecords.TIME);
        intake.dismissOutdated();
        intake.dismissOutdated();

        // Then
        assertThat(topics.outcomes()).extracting(RetrainOutcome::getResult).containsExactly(RetrainResult.VOID);
    }

    @Test
    void shouldDeclineTheQueuedRequestWhenTheVersionIsPinned() {
        // Given
        TestRecords.activate(directory, "a", 1, TestRecords.TIME);
        receive(0, request("a", Requester.DRIFT, 1));

        // When
        TestRecords.pin(directory, "a", 1);
        intake.dismissOutdated();

        // Then
        assertThat(topics.outcomes()).extracting(RetrainOutcome::getResult).containsExactly(RetrainResult.DECLINED);
    }

    @Test
    void shouldLeaveARequestOpenWhenItsAnswerCannotBePublished() {
        // Given
        TestRecords.activate(directory, "a", 2, TestRecords.TIME);
        topics.producer().commitTransactionException = new KafkaException("planted");

        // When / Then
        assertThatThrownBy(() -> receive(0, request("a", Requester.DRIFT, 1))).isInstanceOf(KafkaException.class);
        assertThat(topics.outcomes()).isEmpty();
        assertThat(topics.commits()).isEmpty();
    }

    @Test
    void shouldAnswerEachRequestExactlyOnceWhenASuccessorResumesAfterThousandsOfAnswers() {
        // Given: the first request waits, and 2,000 void ones are answered meanwhile
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(record(0, encode(request("waiting", Requester.DRIFT, 0))));
        for (int offset = 1; offset <= 2_000; offset++) {
            records.add(record(offset, encode(request("other", Requester.DRIFT, 7))));
        }
        records.forEach(record -> intake.receive(record));
        assertThat(topics.outcomes()).hasSize(2_000);

        // When
        OffsetAndMetadata last = topics.commits().get(topics.commits().size() - 1);
        RequestIntake successor = intake(Optional.of(last));
        List<PendingRequest> received = records.stream()
                .flatMap(record -> successor.receive(record).stream())
                .toList();

        // Then
        assertThat(last.metadata()).hasSizeLessThan(4_096);
        assertThat(received).extracting(PendingRequest::offset).containsExactly(0L);
        assertThat(topics.outcomes()).hasSize(2_000);
    }

    private RequestIntake intake(Optional<OffsetAndMetadata> committed) {
        RequestLedger ledger = RequestLedger.resume(committed);
        RequestAnswers answers = new RequestAnswers(
                ledger,
                publisher,
                new RetrainOutcomes(directory, () -> TestRecords.TIME),
                new TrainerMeters(new SimpleMeterRegistry(), 10),
                TestTopics::group);
        return new RequestIntake(TestTopics.FORMAT, ledger, new RequestQueue(directory, 1_000), answers);
    }

    private Optional<PendingRequest> receive(long offset, RetrainRequest request) {
        return intake.receive(record(offset, encode(request)));
    }

    private static byte[] encode(RetrainRequest request) {
        return TestTopics.FORMAT.serialize(Topics.RETRAIN_REQUESTS, request);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(Topics.RETRAIN_REQUESTS.name(), 0, offset, new byte[0], value);
    }

    private static RetrainRequest request(String layout, Requester by, int version) {
        return TestRecords.request(layout, by, version, TestRecords.TIME, null);
    }
}
