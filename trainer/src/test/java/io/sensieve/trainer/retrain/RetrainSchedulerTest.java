package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.DriftReport;
import io.sensieve.Provenance;
import io.sensieve.Requester;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.SensorRecord;
import io.sensieve.TrainingSummary;
import io.sensieve.Verdict;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.request.Admission;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestQueue;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.DeclaredMissingValues;
import io.sensieve.trainer.window.KnownLayout;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.RecordPosition;
import io.sensieve.trainer.window.SkipReason;
import io.sensieve.trainer.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainSchedulerTest {
    private static final Instant NOW = TestRecords.TIME;
    private static final Duration SCHEDULE = Duration.ofHours(24);
    private static final Duration COOLDOWN = Duration.ofMinutes(1);
    private static final Duration BACKOFF = Duration.ofMinutes(5);

    private final AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
    private final SelectionDirectory directory =
            new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none(), 10);
    private final RequestQueue queue = new RequestQueue(directory, 10);
    private final RetrainScheduler scheduler =
            new RetrainScheduler(new RetrainTiming(SCHEDULE, COOLDOWN, BACKOFF), queue, directory, 10);
    private final LayoutWindows windows = new LayoutWindows(
            new WindowSettings(100, 20, Duration.ofHours(1), Duration.ofSeconds(10), 0.2, 10, 1_000_000, 11),
            DeclaredMissingValues.NONE,
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
    void shouldTrainAFirstSelectionWhenTheActiveOneHasAnotherNumberOfChannels() {
        // Given
        windows.setKnownLayouts(Map.of("a", new KnownLayout(3, true)));
        TestRecords.activate(directory, "a", 4, NOW);
        for (int i = 0; i < 100; i++) {
            offer("a", new float[3]);
        }

        // When / Then
        assertThat(next(NOW)).contains(new TrainingOrder("a", RetrainCause.FIRST_WINDOW, Optional.empty()));
    }

    @Test
    void shouldWaitForTheCooldownWhenATrainingHasEnded() {
        // Given
        fill("a", 100);
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW);

        // When / Then
        assertThat(next(NOW.plus(COOLDOWN).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(COOLDOWN))).isPresent();
    }

    @Test
    void shouldTrainAtOnceWhenAnOperatorRequestsItDuringTheCooldown() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW.minusSeconds(10));
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW);

        // When
        Admission reception = receive(request(3, "a", Requester.OPERATOR, 0));

        // Then
        assertThat(reception).isEqualTo(Admission.QUEUED);
        assertThat(next(NOW)).map(TrainingOrder::cause).contains(RetrainCause.OPERATOR);
        assertThat(next(NOW)).isEmpty();
    }

    @Test
    void shouldWaitForRowsAndForTheCooldownWhenDriftIsTheCause() {
        // Given
        fill("a", 19);
        TestRecords.activate(directory, "a", 1, NOW.minusSeconds(10));
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW);
        assertThat(receive(request(3, "a", Requester.DRIFT, 1))).isEqualTo(Admission.QUEUED);

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
    void shouldDoubleTheCooldownWhenAChallengerLosesUntilOneWins() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW.minusSeconds(10));
        List<Duration> cooldowns = new ArrayList<>();
        List<RetrainResult> results = new ArrayList<>(Collections.nCopies(4, RetrainResult.DECLINED));
        results.addAll(List.of(RetrainResult.FAILED, RetrainResult.PUBLISHED));

        // When
        for (RetrainResult result : results) {
            scheduler.record("a", RetrainCause.DRIFT, result, 20, NOW);
            queue.remove("a");
            receive(request(3, "a", Requester.DRIFT, 1));
            for (int minutes = 1; minutes < 20; minutes++) {
                Instant then = NOW.plus(Duration.ofMinutes(minutes));
                if (next(then.minusMillis(1)).isPresent()) {
                    throw new AssertionError("before " + minutes + " minutes");
                }
                if (next(then).isPresent()) {
                    cooldowns.add(Duration.ofMinutes(minutes));
                    break;
                }
            }
        }

        // Then
        assertThat(cooldowns).extracting(Duration::toMinutes).containsExactly(2L, 4L, 5L, 5L, 5L, 1L);
    }

    @Test
    void shouldContinueTheBackoffWhenOutcomesOfAFormerTrainerAreRestored() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW.minusSeconds(1_000));
        TrainingSummary figures = TrainingSummary.newBuilder()
                .setChallengerError(0.5)
                .setPredictMean(1)
                .setChampionError(0.4)
                .setErrorLimit(0.4)
                .setChurn(3)
                .setChannels(10)
                .setTrainRows(100)
                .setValidationRows(20)
                .setFrom(NOW)
                .setTo(NOW)
                .setSeconds(1)
                .build();

        // When: two challengers have lost since a rollback, and one request was declined without a training
        for (RetrainOutcome outcome : List.of(
                outcome(RetrainResult.DECLINED, figures),
                outcome(RetrainResult.ROLLED_BACK, null),
                outcome(RetrainResult.DECLINED, figures),
                outcome(RetrainResult.DECLINED, null),
                outcome(RetrainResult.DECLINED, figures))) {
            scheduler.restore(outcome);
        }
        receive(request(3, "a", Requester.DRIFT, 1));

        // Then
        assertThat(next(NOW.plus(Duration.ofMinutes(4)).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(Duration.ofMinutes(4)))).isPresent();
    }

    @Test
    void shouldFollowUpWhenTheRowsOfTheRegimeHaveDoubled() {
        // Given: version 1 was trained on 20 rows of a window for 100
        TestRecords.activate(directory, trainedOn(20, NOW), NOW);
        fill("a", 37);

        // When / Then
        assertThat(next(NOW)).isEmpty();
        fill("a", 3);
        assertThat(next(NOW)).contains(new TrainingOrder("a", RetrainCause.FOLLOW_UP, Optional.empty()));

        // When: the challenger of 40 rows has lost
        scheduler.record("a", RetrainCause.FOLLOW_UP, RetrainResult.DECLINED, 8, NOW);

        // Then: the next one at 80 rows
        Instant later = NOW.plus(COOLDOWN);
        assertThat(next(later)).isEmpty();
        fill("a", 40);
        assertThat(next(later)).map(TrainingOrder::cause).contains(RetrainCause.FOLLOW_UP);

        // When: the next one is of the whole window
        TestRecords.activate(directory, trainedOn(80, NOW), NOW);
        scheduler.record("a", RetrainCause.FOLLOW_UP, RetrainResult.PUBLISHED, 16, NOW);
        fill("a", 20);
        assertThat(next(later)).map(TrainingOrder::cause).contains(RetrainCause.FOLLOW_UP);
        TestRecords.activate(directory, trainedOn(100, NOW), NOW);

        // Then
        assertThat(next(later)).isEmpty();
    }

    @Test
    void shouldNotFollowUpWhenAFewMoreRowsFillTheWindow() {
        // Given: version 1 was trained on 90 rows of a window for 100, because a few were not of its regime
        TestRecords.activate(directory, trainedOn(90, NOW), NOW);

        // When
        fill("a", 100);

        // Then
        assertThat(next(NOW)).isEmpty();
    }

    @Test
    void shouldNotFollowUpWhenTheRowsAreFromBeforeTheRegime() {
        // Given: the regime begins after all rows
        TestRecords.activate(directory, trainedOn(20, NOW.plusMillis(1)), NOW);
        fill("a", 60);

        // When / Then
        assertThat(next(NOW)).isEmpty();
    }

    @Test
    void shouldFollowUpLaterWhenAChannelThatIsNotSelectedChangedByItself() {
        // Given: channel 0 is selected
        fill("a", 60);

        // When / Then
        TestRecords.activate(directory, changed(trainedOn(20, NOW), 1), NOW);
        assertThat(next(NOW)).isEmpty();
        TestRecords.activate(directory, changed(trainedOn(20, NOW), 0), NOW);
        assertThat(next(NOW)).isPresent();

        // When: there are four times as many rows
        TestRecords.activate(directory, changed(trainedOn(20, NOW), 1), NOW);
        fill("a", 20);

        // Then
        assertThat(next(NOW)).isPresent();
    }

    @Test
    void shouldFollowUpWhenMostTrainRowsWereOfEarlierRegimes() {
        // Given: 20 rows of the regime, of which 4 are held out, and 80 earlier rows
        Selection general = trainedOn(20, NOW);
        TestRecords.activate(
                directory,
                Selection.newBuilder(general)
                        .setProvenance(Provenance.newBuilder(general.getProvenance())
                                .setTrainRows(96)
                                .build())
                        .build(),
                NOW);

        // When
        fill("a", 40);

        // Then
        assertThat(next(NOW)).isPresent();
    }

    @Test
    void shouldNotLengthenTheCooldownWhenTheErrorIsAtDriftLevelAgainAfterATrainingThatHelped() {
        // Given: three switches in a row, after each of which the error rose again
        TestRecords.activate(directory, "a", 1, NOW);
        fill("a", 60);
        for (int i = 0; i < 4; i++) {
            scheduler.record("a", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 0, NOW);
        }

        // When / Then
        receive(drift(1, 1.4));
        assertThat(next(NOW.plus(COOLDOWN))).isEmpty();
        queue.remove("a");
        receive(drift(2, 1.5));
        assertThat(next(NOW.plus(COOLDOWN).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(COOLDOWN))).isPresent();
    }

    @Test
    void shouldLengthenTheCooldownWhenTheErrorIsAtDriftLevelAfterATrainingThatDidNotHelp() {
        // Given
        TestRecords.activate(directory, "a", 1, NOW);
        fill("a", 60);
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.DECLINED, 0, NOW);

        // When / Then
        receive(drift(1, 5));
        assertThat(next(NOW.plus(COOLDOWN))).isEmpty();
        assertThat(next(NOW.plus(COOLDOWN.multipliedBy(2)))).isPresent();
    }

    private static PendingRequest drift(long offset, double errorRatio) {
        DriftReport evidence = DriftReport.newBuilder()
                .setLayout("a")
                .setSelectionVersion(1)
                .setWindowStart(NOW)
                .setWindowEnd(NOW)
                .setRecords(100)
                .setVerdict(Verdict.DRIFT)
                .setErrorMean(1)
                .setErrorRatio(errorRatio)
                .setErrorScore(1)
                .setDriftedChannels(1)
                .setMissingShare(0)
                .setAttribution(List.of())
                .build();
        return new PendingRequest(
                offset,
                RetrainRequest.newBuilder(TestRecords.request("a", Requester.DRIFT, 1, NOW, null))
                        .setEvidence(evidence)
                        .build());
    }

    @Test
    void shouldRememberALostFollowUpWhenOutcomesAreRestored() {
        // Given: a former trainer has declined a follow-up of 40 rows
        TestRecords.activate(directory, trainedOn(20, NOW), NOW);
        fill("a", 60);
        TrainingSummary figures = TrainingSummary.newBuilder()
                .setChallengerError(0.5)
                .setPredictMean(1)
                .setChurn(0)
                .setChannels(1)
                .setTrainRows(32)
                .setValidationRows(8)
                .setFrom(NOW)
                .setTo(NOW)
                .setSeconds(1)
                .build();
        scheduler.restore(RetrainOutcome.newBuilder(outcome(RetrainResult.DECLINED, figures))
                .setCause("follow-up")
                .build());

        // When / Then
        Instant later = NOW.plus(COOLDOWN);
        assertThat(next(later)).isEmpty();
        fill("a", 20);
        assertThat(next(later)).map(TrainingOrder::cause).contains(RetrainCause.FOLLOW_UP);
    }

    @Test
    void shouldRestrainReturnsWhenVersionsAlternate() {
        // Given
        PendingRequest back = request(3, "a", Requester.RECURRENCE, 1);
        List<Boolean> restrained = new ArrayList<>();

        // When: a switch every ten seconds
        for (int i = 0; i < 5; i++) {
            Instant then = NOW.plusSeconds(10L * i);
            restrained.add(scheduler.restrains(back, then));
            scheduler.record("a", RetrainCause.RECURRENCE, RetrainResult.ROLLED_BACK, 0, then);
        }

        // Then: the cooldown has grown to five minutes
        assertThat(restrained).containsExactly(false, false, false, false, true);
        assertThat(scheduler.restrains(back, NOW.plusSeconds(40 + 299))).isTrue();
        assertThat(scheduler.restrains(back, NOW.plusSeconds(40 + 300))).isFalse();

        // When
        scheduler.resetBackoff("a");

        // Then
        assertThat(scheduler.restrains(back, NOW.plusSeconds(41))).isFalse();
    }

    @Test
    void shouldNotRestrainReturnsWhenEachHasLasted() {
        // Given
        PendingRequest back = request(3, "a", Requester.RECURRENCE, 1);

        // When / Then
        for (int i = 0; i < 20; i++) {
            Instant then = NOW.plus(COOLDOWN.multipliedBy(10L * i));
            assertThat(scheduler.restrains(back, then)).isFalse();
            scheduler.record("a", RetrainCause.RECURRENCE, RetrainResult.ROLLED_BACK, 0, then);
        }
    }

    private static Selection trainedOn(long rows, Instant from) {
        Selection full = TestRecords.selection("a", 1, TestRecords.model(0), 0.1);
        return Selection.newBuilder(full)
                .setProvenance(Provenance.newBuilder(full.getProvenance())
                        .setTrainRows(rows - rows / 5)
                        .setValidationRows(rows / 5)
                        .setFrom(from)
                        .build())
                .build();
    }

    private static Selection changed(Selection selection, int channel) {
        return Selection.newBuilder(selection)
                .setProvenance(Provenance.newBuilder(selection.getProvenance())
                        .setChangedChannels(List.of(channel))
                        .build())
                .build();
    }

    private static RetrainOutcome outcome(RetrainResult result, @Nullable TrainingSummary figures) {
        return RetrainOutcome.newBuilder(TestRecords.outcome("a", 1))
                .setResult(result)
                .setDecidedAt(NOW)
                .setTraining(figures)
                .build();
    }

    @Test
    void shouldTrainARequestThatArrivedDuringATrainingWhenThatOneIsDeclined() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW);
        receive(request(1, "a", Requester.DRIFT, 1));
        next(NOW);

        // When
        Admission admission = receive(request(2, "a", Requester.DRIFT, 1));
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.FAILED, 20, NOW);

        // Then
        assertThat(admission).isEqualTo(Admission.QUEUED);
        assertThat(next(NOW.plus(COOLDOWN))).map(TrainingOrder::cause).contains(RetrainCause.DRIFT);
    }

    @Test
    void shouldIgnoreTheCooldownWhenASelectedSensorIsDead() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW);
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.DECLINED, 20, NOW);

        // When / Then: channel 0 is selected, 1 is not
        assertThat(receive(faulty(3, List.of(1)))).isEqualTo(Admission.NOT_AFFECTED);
        assertThat(receive(faulty(4, List.of(0, 1)))).isEqualTo(Admission.QUEUED);
        assertThat(next(NOW)).map(TrainingOrder::cause).contains(RetrainCause.SENSOR);
        assertThat(queue.offer(faulty(5, List.of(0)))).isEqualTo(Admission.QUEUED);
    }

    @Test
    void shouldWaitWhenRecordsOfTheLayoutAreBeingReadAgain() {
        // Given
        fill("a", 100);

        // When / Then
        assertThat(scheduler.next(windows, layout -> !layout.equals("a"), NOW)).isEmpty();
    }

    @Test
    void shouldRetrainWhenTheSelectionIsAsOldAsTheSchedule() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW);

        // When / Then
        assertThat(next(NOW.plus(SCHEDULE).minusMillis(1))).isEmpty();
        assertThat(next(NOW.plus(SCHEDULE))).contains(new TrainingOrder("a", RetrainCause.SCHEDULE, Optional.empty()));
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW.plus(SCHEDULE));
        assertThat(next(NOW.plus(SCHEDULE).plus(COOLDOWN))).isEmpty();
        assertThat(next(NOW.plus(SCHEDULE).plus(SCHEDULE))).isPresent();
    }

    @Test
    void shouldNeverRetrainByScheduleWhenItIsZero() {
        // Given
        fill("a", 20);
        TestRecords.activate(directory, "a", 1, NOW);
        RetrainScheduler unscheduled =
                new RetrainScheduler(new RetrainTiming(Duration.ZERO, COOLDOWN, BACKOFF), queue, directory, 10);

        // When / Then
        assertThat(unscheduled.next(windows, layout -> true, NOW.plus(Duration.ofDays(1000))))
                .isEmpty();
    }

    private Optional<TrainingOrder> next(Instant now) {
        return scheduler.next(windows, layout -> true, now);
    }

    private Admission receive(PendingRequest request) {
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

    private void fill(String layout, int count) {
        for (int i = 0; i < count; i++) {
            offer(layout, new float[2]);
        }
    }

    private void offer(String layout, float[] values) {
        windows.offer(
                codec.encode(new SensorRecord(layout, NOW, null, Floats.view(values))), new RecordPosition(0, 0, 0));
    }

    @Test
    void shouldForgetTheOldestTrainingWhenMoreLayoutsWereTrainedThanLayoutsMax() {
        // Given
        fill("a", 100);
        scheduler.record("a", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW);

        // When: a device invents names
        for (int i = 0; i < 9; i++) {
            scheduler.record("name" + i, RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW);
        }

        // Then
        assertThat(next(NOW)).isEmpty();

        // When
        scheduler.record("name9", RetrainCause.DRIFT, RetrainResult.PUBLISHED, 20, NOW);

        // Then
        assertThat(next(NOW)).isPresent();
    }

    @Test
    void shouldNotTrainALayoutWhenTheDirectoryHasNoRoomForIt() {
        // Given
        fill("invented", 100);
        for (int i = 0; i < 10; i++) {
            TestRecords.activate(directory, "name" + i, 1, NOW);
        }

        // When / Then
        assertThat(next(NOW)).isEmpty();
    }
}
