package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainFigures;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.Records;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.retrain.RetrainScheduler.Reception;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.RecordPosition;
import io.sensieve.trainer.window.SkipReason;
import io.sensieve.trainer.window.WindowSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainSchedulerTest {
    private static final Instant NOW = Records.TIME;
    private static final Duration SCHEDULE = Duration.ofHours(24);
    private static final Duration COOLDOWN = Duration.ofMinutes(1);
    private static final Duration BACKOFF = Duration.ofMinutes(5);

    private final AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
    private final SelectionDirectory directory = new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none());
    private final RetrainScheduler triggers = new RetrainScheduler(SCHEDULE, COOLDOWN, BACKOFF);
    private final LayoutWindows windows = new LayoutWindows(
            new WindowSettings(100, 20, Duration.ofHours(1), Duration.ofSeconds(10), 0.2, 10, 1_000_000, 11),
            codec,
            () -> NOW,
            new LayoutWindows.Listener() {
                @Override
                public void accepted(String layout) {}

                @Override
                public void skipped(SkipReason reason) {}
            });

    @Test
    void shouldTrainAFirstSelectionWhenTheWindowIsFull() {
        // Given
        fill("a", 99);
        assertThat(next(NOW)).isEmpty();

        // When
        fill("a", 1);

        // Then
        assertThat(next(NOW)).contains(new TrainingOrder("a", RetrainCause.FIRST_WINDOW, Optional.empty()));
    }

    @Test
    void shouldTrainAFirstSelectionWhenTheOneInForceHasOtherChannels() {
        // Given
        windows.expect("a", 3);
        inForce("a", 4, NOW);
        for (int i = 0; i < 100; i++) {
            offer("a", new float[3]);
        }

        // When / Then
        assertThat(next(NOW)).contains(new TrainingOrder("a", RetrainCause.FIRST_WINDOW, Optional.empty()));
    }

    @Test
    void shouldRestForTheCooldownWhenATrainingHasEnded() {
        // Given
        fill("a", 100);
        triggers.trained("a", RetrainResult.PUBLISHED, NOW);

        // When / Then
        assertThat(next(NOW.plus(COOLDOWN).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(COOLDOWN))).isPresent();
    }

    @Test
    void shouldTrainAtOnceWhenAnOperatorAsksDuringTheCooldown() {
        // Given
        fill("a", 20);
        inForce("a", 1, NOW.minusSeconds(10));
        triggers.trained("a", RetrainResult.PUBLISHED, NOW);

        // When
        Reception reception = receive(request(3, "a", Requester.OPERATOR, 0));

        // Then
        assertThat(reception).isEqualTo(Reception.ACCEPTED);
        assertThat(next(NOW)).map(TrainingOrder::cause).contains(RetrainCause.OPERATOR);
        assertThat(next(NOW)).isEmpty();
    }

    @Test
    void shouldWaitForRowsAndForTheCooldownWhenDriftAsks() {
        // Given
        fill("a", 19);
        inForce("a", 1, NOW.minusSeconds(10));
        triggers.trained("a", RetrainResult.PUBLISHED, NOW);
        assertThat(receive(request(3, "a", Requester.DRIFT, 1))).isEqualTo(Reception.ACCEPTED);

        // When / Then
        assertThat(next(NOW.plus(COOLDOWN))).isEmpty();
        fill("a", 1);
        assertThat(next(NOW.plus(COOLDOWN).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(COOLDOWN)))
                .flatMap(TrainingOrder::request)
                .map(PendingRequest::offset)
                .contains(3L);
    }

    @Test
    void shouldRestTwiceAsLongAfterEachChallengerThatLosesUntilOneWins() {
        // Given
        fill("a", 20);
        inForce("a", 1, NOW.minusSeconds(10));
        List<Duration> rests = new ArrayList<>();
        List<RetrainResult> results = new ArrayList<>(Collections.nCopies(4, RetrainResult.DECLINED));
        results.addAll(List.of(RetrainResult.FAILED, RetrainResult.PUBLISHED));

        // When
        for (RetrainResult result : results) {
            triggers.trained("a", result, NOW);
            triggers.drop("a");
            receive(request(3, "a", Requester.DRIFT, 1));
            for (int minutes = 1; minutes < 20; minutes++) {
                Instant then = NOW.plus(Duration.ofMinutes(minutes));
                if (next(then.minusMillis(1)).isPresent()) {
                    throw new AssertionError("before " + minutes + " minutes");
                }
                if (next(then).isPresent()) {
                    rests.add(Duration.ofMinutes(minutes));
                    break;
                }
            }
        }

        // Then
        assertThat(rests).extracting(Duration::toMinutes).containsExactly(2L, 4L, 5L, 5L, 5L, 1L);
    }

    @Test
    void shouldGoOnWithTheRestWhereAFormerTrainerStopped() {
        // Given
        fill("a", 20);
        inForce("a", 1, NOW.minusSeconds(1_000));
        RetrainFigures figures = new RetrainFigures(0.5, 1.0, 0.4, 0.4, 3, 10, 100L, 20L, NOW, NOW, 1.0);

        // When: two challengers have lost since an operator went back, and one request was declined without a training
        for (RetrainOutcome told : List.of(
                told(RetrainResult.DECLINED, figures),
                told(RetrainResult.ROLLED_BACK, null),
                told(RetrainResult.DECLINED, figures),
                told(RetrainResult.DECLINED, null),
                told(RetrainResult.DECLINED, figures))) {
            triggers.remember(told);
        }
        receive(request(3, "a", Requester.DRIFT, 1));

        // Then
        assertThat(next(NOW.plus(Duration.ofMinutes(4)).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(Duration.ofMinutes(4)))).isPresent();
    }

    private static RetrainOutcome told(RetrainResult result, @Nullable RetrainFigures figures) {
        return RetrainOutcome.newBuilder(Records.outcome("a", 1))
                .setResult(result)
                .setDecidedAt(NOW)
                .setTrained(figures)
                .build();
    }

    @Test
    void shouldNotWaitAtAllWhenASensorOfTheSelectionIsDead() {
        // Given
        fill("a", 20);
        inForce("a", 1, NOW);
        triggers.trained("a", RetrainResult.DECLINED, NOW);

        // When / Then: channel 0 is chosen, 1 is not
        assertThat(receive(faulty(3, List.of(1)))).isEqualTo(Reception.NEEDLESS);
        assertThat(receive(faulty(4, List.of(0, 1)))).isEqualTo(Reception.ACCEPTED);
        assertThat(next(NOW)).map(TrainingOrder::cause).contains(RetrainCause.SENSOR);
        assertThat(triggers.receive(faulty(5, List.of(0)), directory, Optional.of("a"), 10))
                .isEqualTo(Reception.ACCEPTED);
    }

    @Test
    void shouldHoldBackAllButCommandsWhenTheSelectionIsPinned() {
        // Given
        inForce("a", 1, NOW);
        PendingRequest waiting = request(0, "a", Requester.DRIFT, 1);
        receive(waiting);
        pin("a", 1);

        // When / Then
        assertThat(triggers.pinned(directory)).containsExactly(waiting);
        triggers.drop("a");
        assertThat(receive(request(1, "a", Requester.DRIFT, 1))).isEqualTo(Reception.PINNED);
        assertThat(receive(request(2, "a", Requester.OPERATOR, 0))).isEqualTo(Reception.PINNED);
        assertThat(receive(request(3, "a", Requester.PROBATION, 1))).isEqualTo(Reception.PINNED);
        assertThat(receive(command(4, RetrainAction.UNPIN, 1))).isEqualTo(Reception.COMMAND);
        assertThat(receive(command(5, RetrainAction.ROLLBACK, 0))).isEqualTo(Reception.COMMAND);
        assertThat(receive(command(6, RetrainAction.ROLLBACK, 2))).isEqualTo(Reception.OUTDATED);
    }

    @Test
    void shouldWaitWhenTheWindowIsBeingReadAgain() {
        // Given
        fill("a", 100);

        // When / Then
        assertThat(triggers.next(windows, directory, layout -> !layout.equals("a"), NOW))
                .isEmpty();
    }

    @Test
    void shouldCallARequestVoidWhenItsVersionIsNotInForce() {
        // Given
        inForce("a", 2, NOW);

        // When / Then
        assertThat(receive(request(0, "a", Requester.DRIFT, 1))).isEqualTo(Reception.OUTDATED);
        assertThat(receive(request(1, "a", Requester.DRIFT, 3))).isEqualTo(Reception.OUTDATED);
        assertThat(receive(request(2, "a", Requester.DRIFT, 2))).isEqualTo(Reception.ACCEPTED);
    }

    @Test
    void shouldCallARequestVoidWhenItWasMadeBeforeTheSelectionInForce() {
        // Given
        inForce("a", 2, NOW.plusMillis(1));
        inForce("b", 2, NOW);

        // When / Then
        assertThat(receive(request(0, "a", Requester.OPERATOR, 0))).isEqualTo(Reception.OUTDATED);
        assertThat(receive(request(1, "b", Requester.OPERATOR, 0))).isEqualTo(Reception.ACCEPTED);
    }

    @Test
    void shouldCallARequestVoidWhenATrainingIsUnderWay() {
        // Given
        receive(request(0, "a", Requester.OPERATOR, 0));

        // When / Then
        assertThat(receive(request(1, "a", Requester.OPERATOR, 0))).isEqualTo(Reception.UNDER_WAY);
        assertThat(triggers.receive(request(2, "b", Requester.DRIFT, 0), directory, Optional.of("b"), 10))
                .isEqualTo(Reception.UNDER_WAY);
    }

    @Test
    void shouldTakeThePlaceOfALessUrgentRequestOnlyWhenItCounts() {
        // Given
        inForce("a", 1, NOW);
        receive(request(0, "a", Requester.DRIFT, 1));

        // When / Then
        assertThat(receive(faulty(1, List.of(1)))).isEqualTo(Reception.NEEDLESS);
        assertThat(receive(request(2, "a", Requester.OPERATOR, 7))).isEqualTo(Reception.OUTDATED);
        assertThat(receive(request(3, "a", Requester.DRIFT, 1))).isEqualTo(Reception.UNDER_WAY);
        assertThat(receive(request(4, "a", Requester.OPERATOR, 0))).isEqualTo(Reception.URGENT);
        triggers.drop("a");
        assertThat(receive(request(4, "a", Requester.OPERATOR, 0))).isEqualTo(Reception.ACCEPTED);
        assertThat(receive(faulty(5, List.of(0)))).isEqualTo(Reception.UNDER_WAY);
    }

    @Test
    void shouldCallARequestUnusableWhenItsNameIsNotAllowedOrTooManyWait() {
        // Given
        receive(request(0, "a", Requester.OPERATOR, 0));

        // When / Then
        assertThat(receive(request(1, "a/b", Requester.OPERATOR, 0))).isEqualTo(Reception.UNUSABLE);
        assertThat(triggers.receive(request(2, "b", Requester.DRIFT, 0), directory, Optional.empty(), 1))
                .isEqualTo(Reception.UNUSABLE);
    }

    @Test
    void shouldNameOutdatedRequestsWhenAnotherVersionComesIntoForce() {
        // Given
        inForce("a", 1, NOW);
        PendingRequest request = request(0, "a", Requester.DRIFT, 1);
        receive(request);
        assertThat(triggers.outdated(directory)).isEmpty();

        // When
        inForce("a", 2, NOW);

        // Then
        assertThat(triggers.outdated(directory)).isEqualTo(List.of(request));
    }

    @Test
    void shouldRenewASelectionWhenItIsAsOldAsTheSchedule() {
        // Given
        fill("a", 20);
        inForce("a", 1, NOW);

        // When / Then
        assertThat(next(NOW.plus(SCHEDULE).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(SCHEDULE))).contains(new TrainingOrder("a", RetrainCause.SCHEDULE, Optional.empty()));
        triggers.trained("a", RetrainResult.PUBLISHED, NOW.plus(SCHEDULE));
        assertThat(next(NOW.plus(SCHEDULE).plus(COOLDOWN))).isEmpty();
        assertThat(next(NOW.plus(SCHEDULE).plus(SCHEDULE))).isPresent();
    }

    @Test
    void shouldNeverRenewWhenTheScheduleIsOff() {
        // Given
        fill("a", 20);
        inForce("a", 1, NOW);
        RetrainScheduler unscheduled = new RetrainScheduler(Duration.ZERO, COOLDOWN, BACKOFF);

        // When / Then
        assertThat(unscheduled.next(windows, directory, layout -> true, NOW.plus(Duration.ofDays(1000))))
                .isEmpty();
    }

    private Optional<TrainingOrder> next(Instant now) {
        return triggers.next(windows, directory, layout -> true, now);
    }

    private Reception receive(PendingRequest request) {
        return triggers.receive(request, directory, Optional.empty(), 10);
    }

    private static PendingRequest request(long offset, String layout, Requester by, int version) {
        return new PendingRequest(offset, Records.request(layout, by, version, NOW, null));
    }

    private static PendingRequest faulty(long offset, List<Integer> channels) {
        return new PendingRequest(
                offset,
                RetrainRequest.newBuilder(Records.request("a", Requester.SENSOR, 1, NOW, null))
                        .setFaulty(channels)
                        .build());
    }

    private static PendingRequest command(long offset, RetrainAction action, int version) {
        return new PendingRequest(
                offset,
                RetrainRequest.newBuilder(Records.request("a", Requester.OPERATOR, version, NOW, null))
                        .setAction(action)
                        .build());
    }

    private void pin(String layout, int version) {
        directory.apply(
                Topics.SELECTIONS.name(),
                Keys.current(layout),
                Records.bytes(new SelectionPointer(layout, version, NOW, true, ByteBuffer.allocate(0))));
    }

    private void inForce(String layout, int version, Instant publishedAt) {
        String topic = Topics.SELECTIONS.name();
        directory.apply(
                topic,
                Keys.selection(layout, version),
                Records.bytes(Records.selection(layout, version, Records.model(0), 0.1)));
        directory.apply(
                topic,
                Keys.current(layout),
                Records.bytes(new SelectionPointer(layout, version, publishedAt, false, ByteBuffer.allocate(0))));
    }

    private void fill(String layout, int count) {
        for (int i = 0; i < count; i++) {
            offer(layout, new float[2]);
        }
    }

    private void offer(String layout, float[] values) {
        windows.offer(codec.encode(new SensorRecord(layout, NOW, null, Floats.view(values))), new RecordPosition(0, 0));
    }
}
