package io.sensieve.trainer.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.fixture.TestTopics;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.publish.SelectionStore;
import io.sensieve.trainer.publish.SelectionVersion;
import io.sensieve.trainer.window.DeclaredMissingValues;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class OperatorCommandsTest {
    private static final String LAYOUT = "a";

    private final TestTopics topics = new TestTopics();
    private final SelectionPublisher publisher = topics.publisher();
    private final SelectionDirectory directory = new SelectionDirectory(TestTopics.FORMAT, TrustedKeys.none(), 10);
    private final SelectionStore store = new SelectionStore(directory, publisher, 10, DeclaredMissingValues.NONE);
    private final RequestLedger ledger = RequestLedger.resume(Optional.empty());
    private final RetrainOutcomes outcomes = new RetrainOutcomes(directory, () -> TestRecords.TIME);
    private final TrainerMeters meters = new TrainerMeters(new SimpleMeterRegistry(), 10);
    private final OperatorCommands commands = new OperatorCommands(
            directory,
            store,
            new RequestAnswers(ledger, publisher, outcomes, meters, TestTopics::group),
            outcomes,
            () -> TestRecords.TIME,
            meters,
            new ChampionReader(topics::consumer, TestTopics.FORMAT, TrustedKeys.none()));

    @Test
    void shouldDeclineWhenTheLayoutHasNoActiveSelection() {
        // When
        execute(command(RetrainAction.ROLLBACK, 0));

        // Then
        assertThat(last().getResult()).isEqualTo(RetrainResult.DECLINED);
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(1, ""));
    }

    @Test
    void shouldRepublishThePreviousVersionUnderTheNextNumberWhenRolledBack() {
        // Given
        publish(1, 1);
        publish(2, 2);

        // When
        execute(command(RetrainAction.ROLLBACK, 0));

        // Then
        assertThat(last().getResult()).as(last().getReason()).isEqualTo(RetrainResult.ROLLED_BACK);
        assertThat(last().getVersion()).isEqualTo(3);
        assertThat(directory.active(LAYOUT)).map(SelectionVersion::republishOf).contains(1);
        assertThat(directory.active(LAYOUT)).map(SelectionVersion::champion).contains(2);
        assertThat(directory.active(LAYOUT).orElseThrow().model())
                .isEqualTo(directory.version(LAYOUT, 1).orElseThrow().model());
        assertThat(topics.keys(Topics.MODELS)).hasSize(2);
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(1, ""));
    }

    @Test
    void shouldDeclineWhenTheTargetOfARollbackIsActiveOrNotKept() {
        // Given
        publish(1, 1);

        // When
        execute(command(RetrainAction.ROLLBACK, 1));
        execute(1, command(RetrainAction.ROLLBACK, 9));

        // Then
        assertThat(topics.outcomes())
                .filteredOn(outcome -> outcome.getRequestOffset() >= 0)
                .extracting(RetrainOutcome::getResult)
                .containsExactly(RetrainResult.DECLINED, RetrainResult.DECLINED);
        assertThat(last().getReason()).contains("kept are [1]");
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(1);
    }

    @Test
    void shouldFailWhenTheModelOfTheTargetIsMissing() {
        // Given: version 1 without its model
        Selection first = selection(1, 1);
        store.publish(first, Optional.empty(), false, TestRecords.outcome(LAYOUT, 1), Optional.empty());
        publish(2, 2);

        // When
        execute(command(RetrainAction.ROLLBACK, 1));

        // Then
        assertThat(last().getResult()).isEqualTo(RetrainResult.FAILED);
        assertThat(last().getReason()).startsWith("version 1 cannot be used: ");
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(2);
    }

    @Test
    void shouldReturnToTheNamedVersionEachTimeWhenItsDistributionRecurs() {
        // Given
        publish(1, 1);
        publish(2, 2);
        publish(3, 3);

        // When
        execute(recurrence(3, 1));

        // Then
        assertThat(last().getResult()).as(last().getReason()).isEqualTo(RetrainResult.ROLLED_BACK);
        assertThat(last().getCause()).isEqualTo("recurrence");
        assertThat(directory.active(LAYOUT)).map(SelectionVersion::republishOf).contains(1);

        // When
        execute(1, recurrence(4, 3));

        // Then
        assertThat(last().getResult()).isEqualTo(RetrainResult.ROLLED_BACK);
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(5);
        assertThat(directory.active(LAYOUT)).map(SelectionVersion::republishOf).contains(3);
    }

    @Test
    void shouldPinAndUnpinTheActiveVersionWhenNoTargetIsNamed() {
        // Given
        publish(1, 1);

        // When
        execute(command(RetrainAction.PIN, 0));

        // Then
        assertThat(last().getResult()).isEqualTo(RetrainResult.PINNED);
        assertThat(directory.isPinned(LAYOUT)).isTrue();

        // When
        execute(1, command(RetrainAction.UNPIN, 0));

        // Then
        assertThat(last().getResult()).isEqualTo(RetrainResult.UNPINNED);
        assertThat(directory.isPinned(LAYOUT)).isFalse();
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(1);
    }

    @Test
    void shouldRepublishAndPinAnOlderVersionWhenItIsTheTargetOfAPin() {
        // Given
        publish(1, 1);
        publish(2, 2);

        // When
        execute(command(RetrainAction.PIN, 1));

        // Then
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(3);
        assertThat(directory.isPinned(LAYOUT)).isTrue();
    }

    private void publish(int version, float bias) {
        store.publish(
                selection(version, bias),
                Optional.of(TestRecords.model(bias)),
                false,
                TestRecords.outcome(LAYOUT, version),
                Optional.empty());
    }

    private static Selection selection(int version, float bias) {
        return TestRecords.selection(LAYOUT, version, TestRecords.model(bias), 0.1);
    }

    private void execute(RetrainRequest request) {
        execute(0, request);
    }

    private void execute(long offset, RetrainRequest request) {
        ledger.receive(offset);
        commands.execute(new PendingRequest(offset, request));
    }

    private static RetrainRequest recurrence(int active, int target) {
        return RetrainRequest.newBuilder(
                        TestRecords.request(LAYOUT, Requester.RECURRENCE, active, TestRecords.TIME, null))
                .setAction(RetrainAction.ROLLBACK)
                .setTargetVersion(target)
                .build();
    }

    private RetrainOutcome last() {
        return topics.outcomes().get(topics.outcomes().size() - 1);
    }

    private static RetrainRequest command(RetrainAction action, int target) {
        return RetrainRequest.newBuilder(TestRecords.request(LAYOUT, Requester.OPERATOR, 0, TestRecords.TIME, null))
                .setAction(action)
                .setTargetVersion(target)
                .build();
    }
}
