package io.sensieve.trainer.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.publish.SelectionDirectory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private static final Instant NOW = TestRecords.TIME;

    private final SelectionDirectory directory =
            new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none(), 10);
    private final RequestQueue queue = new RequestQueue(directory, 10);

    @Test
    void shouldDeclineAllButCommandsWhenTheSelectionIsPinned() {
        // Given
        TestRecords.activate(directory, "a", 1, NOW);
        PendingRequest queued = request(0, "a", Requester.DRIFT, 1);
        offer(queued);
        TestRecords.pin(directory, "a", 1);

        // When / Then
        assertThat(queue.pinned()).containsExactly(queued);
        queue.remove("a");
        assertThat(offer(request(1, "a", Requester.DRIFT, 1))).isEqualTo(Admission.PINNED);
        assertThat(offer(request(2, "a", Requester.OPERATOR, 0))).isEqualTo(Admission.PINNED);
        assertThat(offer(request(3, "a", Requester.RECURRENCE, 1))).isEqualTo(Admission.PINNED);
        assertThat(offer(command(4, RetrainAction.UNPIN, 1))).isEqualTo(Admission.COMMAND);
        assertThat(offer(command(5, RetrainAction.ROLLBACK, 0))).isEqualTo(Admission.COMMAND);
        assertThat(offer(command(6, RetrainAction.ROLLBACK, 2))).isEqualTo(Admission.OUTDATED);
    }

    @Test
    void shouldReportARequestAsOutdatedWhenItsVersionIsNotActive() {
        // Given
        TestRecords.activate(directory, "a", 2, NOW);

        // When / Then
        assertThat(offer(request(0, "a", Requester.DRIFT, 1))).isEqualTo(Admission.OUTDATED);
        assertThat(offer(request(1, "a", Requester.DRIFT, 3))).isEqualTo(Admission.OUTDATED);
        assertThat(offer(request(2, "a", Requester.DRIFT, 2))).isEqualTo(Admission.QUEUED);
    }

    @Test
    void shouldReportARequestAsOutdatedWhenItPrecedesTheActiveSelection() {
        // Given
        TestRecords.activate(directory, "a", 2, NOW.plusMillis(1));
        TestRecords.activate(directory, "b", 2, NOW);

        // When / Then
        assertThat(offer(request(0, "a", Requester.OPERATOR, 0))).isEqualTo(Admission.OUTDATED);
        assertThat(offer(request(1, "b", Requester.OPERATOR, 0))).isEqualTo(Admission.QUEUED);
    }

    @Test
    void shouldReportARequestAsDuplicateWhenATrainingIsQueued() {
        // Given
        offer(request(0, "a", Requester.OPERATOR, 0));

        // When / Then
        assertThat(offer(request(1, "a", Requester.OPERATOR, 0))).isEqualTo(Admission.DUPLICATE);
    }

    @Test
    void shouldDisplaceALessUrgentRequestOnlyWhenTheNewOneIsValid() {
        // Given
        TestRecords.activate(directory, "a", 1, NOW);
        offer(request(0, "a", Requester.DRIFT, 1));

        // When / Then
        assertThat(offer(faulty(1, List.of(1)))).isEqualTo(Admission.NOT_AFFECTED);
        assertThat(offer(request(2, "a", Requester.OPERATOR, 7))).isEqualTo(Admission.OUTDATED);
        assertThat(offer(request(3, "a", Requester.DRIFT, 1))).isEqualTo(Admission.DUPLICATE);
        assertThat(offer(request(4, "a", Requester.OPERATOR, 0))).isEqualTo(Admission.DISPLACES);
        queue.remove("a");
        assertThat(offer(request(4, "a", Requester.OPERATOR, 0))).isEqualTo(Admission.QUEUED);
        assertThat(offer(faulty(5, List.of(0)))).isEqualTo(Admission.DUPLICATE);
    }

    @Test
    void shouldRejectARequestWhenItsNameIsNotAllowedOrTheQueueIsFull() {
        // Given
        RequestQueue small = new RequestQueue(directory, 1);
        small.offer(request(0, "a", Requester.OPERATOR, 0));

        // When / Then
        assertThat(small.offer(request(1, "a/b", Requester.OPERATOR, 0))).isEqualTo(Admission.REJECTED);
        assertThat(small.offer(request(2, "b", Requester.DRIFT, 0))).isEqualTo(Admission.REJECTED);
    }

    @Test
    void shouldListOutdatedRequestsWhenAnotherVersionBecomesActive() {
        // Given
        TestRecords.activate(directory, "a", 1, NOW);
        PendingRequest request = request(0, "a", Requester.DRIFT, 1);
        offer(request);
        assertThat(queue.outdated()).isEmpty();

        // When
        TestRecords.activate(directory, "a", 2, NOW);

        // Then
        assertThat(queue.outdated()).isEqualTo(List.of(request));
    }

    @Test
    void shouldRejectARequestWhenTheDirectoryHasNoRoomForItsLayout() {
        // Given
        for (int i = 0; i < 10; i++) {
            TestRecords.activate(directory, "name" + i, 1, NOW);
        }

        // When / Then
        assertThat(offer(request(0, "invented", Requester.OPERATOR, 0))).isEqualTo(Admission.REJECTED);
        assertThat(offer(request(1, "name0", Requester.OPERATOR, 0))).isEqualTo(Admission.QUEUED);
    }

    @Test
    void shouldQueueNoMoreThanTheLedgerCanHoldWhenLayoutsMaxIsHigher() {
        // Given
        SelectionDirectory large = new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none(), 1_000);
        RequestQueue unbounded = new RequestQueue(large, 1_000);

        // When
        for (int i = 0; i < 1_000; i++) {
            unbounded.offer(request(i, "layout" + i, Requester.OPERATOR, 0));
        }

        // Then
        assertThat(unbounded.requests()).hasSize(RequestLedger.MAX_OPEN - 2);
    }

    private Admission offer(PendingRequest request) {
        return queue.offer(request);
    }

    private static PendingRequest request(long offset, String layout, Requester by, int version) {
        return new PendingRequest(offset, TestRecords.request(layout, by, version, NOW, null));
    }

    private static PendingRequest faulty(long offset, List<Integer> channels) {
        return new PendingRequest(
                offset,
                RetrainRequest.newBuilder(TestRecords.request("a", Requester.SENSOR, 1, NOW, null))
                        .setFaultyChannels(channels)
                        .build());
    }

    private static PendingRequest command(long offset, RetrainAction action, int version) {
        return new PendingRequest(
                offset,
                RetrainRequest.newBuilder(TestRecords.request("a", Requester.OPERATOR, version, NOW, null))
                        .setAction(action)
                        .build());
    }
}
