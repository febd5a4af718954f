package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.Requester;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.fixture.TestSamples;
import io.sensieve.trainer.fixture.TestTopics;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.ChampionReader;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.publish.KeptVersions;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.publish.SelectionStore;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestAnswers;
import io.sensieve.trainer.request.RequestIntake;
import io.sensieve.trainer.request.RequestLedger;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.request.RetrainOutcomes;
import io.sensieve.trainer.window.DeclaredMissingValues;
import io.sensieve.trainer.window.WindowRow;
import io.sensieve.trainer.window.WindowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class TrainingResultHandlerTest {
    private static final String LAYOUT = "a";
    private static final PlantedChannels PLANTED = new PlantedChannels(3, 2, 7);
    private static final float[][] TRAIN = PLANTED.rows(200);
    private static final float[][] VALIDATION = PLANTED.rows(50);
    private static final WindowSample SAMPLE = TestSamples.of(TRAIN, VALIDATION);
    private static final TrainedSelection TRAINED = SelectionMethod.CSS
            .selector()
            .select(
                    new TrainingData(TRAIN, VALIDATION, PLANTED.channels()),
                    TrainSettings.of(3).withDecoder(d -> d.withEpochs(1)),
                    TrainingListener.NONE);

    /** Wins against a margin of 3 %. */
    private static final ChallengerComparison WIN = new ChallengerComparison(1, 0.9, 0, 3);

    private static final ChallengerComparison LOSS = new ChallengerComparison(1, 0.98, 0, 3);

    private final TestTopics topics = new TestTopics();
    private final SelectionPublisher publisher = topics.publisher();
    private final SelectionDirectory directory = new SelectionDirectory(TestTopics.FORMAT, TrustedKeys.none(), 10);
    private final RetrainOutcomes requestOutcomes = new RetrainOutcomes(directory, () -> TestRecords.TIME);
    private final TrainerMeters meters = new TrainerMeters(new SimpleMeterRegistry(), 10);
    private final ModelCache models =
            new ModelCache(new ChampionReader(topics::consumer, TestTopics.FORMAT, TrustedKeys.none()), 10);
    private final ChallengerGate gate = new ChallengerGate(0.03, 0.02);
    private final TrainingResultHandler handler = new TrainingResultHandler(
            gate,
            directory,
            new SelectionStore(directory, publisher, 10, DeclaredMissingValues.NONE),
            new RequestAnswers(
                    RequestLedger.resume(Optional.empty()), publisher, requestOutcomes, meters, TestTopics::group),
            new TrainingOutcomes(requestOutcomes, gate),
            models,
            meters,
            () -> TestRecords.TIME);

    @Test
    void shouldPublishAFirstSelectionWhenTheLayoutHasNone() {
        // When
        RetrainResult result = handler.handle(trained(RetrainCause.FIRST_WINDOW, 0, Optional.empty()), List.of());

        // Then
        assertThat(result).isEqualTo(RetrainResult.PUBLISHED);
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(1);
        assertThat(last().getReason()).isEqualTo("the first selection");
        assertThat(last().getTraining().getTrainRows()).isEqualTo(200);
        assertThat(topics.keys(Topics.MODELS)).isNotEmpty();
        assertThat(topics.commits()).isEmpty();
    }

    @Test
    void shouldCommitTheRequestWithThePublicationWhenTheChallengerWins() {
        // Given
        activate(1);

        // When
        RetrainResult result = handler.handle(trained(RetrainCause.DRIFT, 1, Optional.of(WIN)), List.of());

        // Then
        assertThat(result).isEqualTo(RetrainResult.PUBLISHED);
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(2);
        assertThat(last().getRequestOffset()).isEqualTo(5);
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(6, ""));
    }

    @Test
    void shouldOnlyPublishTheOutcomeWhenTheChallengerLoses() {
        // Given
        activate(1);

        // When
        RetrainResult result = handler.handle(trained(RetrainCause.DRIFT, 1, Optional.of(LOSS)), List.of());

        // Then
        assertThat(result).isEqualTo(RetrainResult.DECLINED);
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(1);
        assertThat(last().getReason()).isEqualTo(gate.describeLoss(LOSS));
        assertThat(last().getTraining().getErrorLimit()).isEqualTo(0.97);
        assertThat(topics.keys(Topics.SELECTIONS)).isEmpty();
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(6, ""));
    }

    @Test
    void shouldPublishAChallengerThatLosesWhenAnOperatorRequestedIt() {
        // Given
        activate(1);

        // When / Then
        assertThat(handler.handle(trained(RetrainCause.OPERATOR, 1, Optional.of(LOSS)), List.of()))
                .isEqualTo(RetrainResult.PUBLISHED);
        assertThat(last().getTraining().getErrorLimit()).isNull();
    }

    @Test
    void shouldReportARepairWhenASensorWasFaulty() {
        // Given
        activate(1);

        // When / Then
        assertThat(handler.handle(trained(RetrainCause.SENSOR, 1, Optional.of(LOSS)), List.of()))
                .isEqualTo(RetrainResult.REPAIRED);
    }

    @Test
    void shouldDeclineARepairWhenItsErrorIsNotLower() {
        // Given
        activate(1);

        // When / Then
        assertThat(handler.handle(
                        trained(RetrainCause.SENSOR, 1, Optional.of(new ChallengerComparison(1, 1, 1, 3))), List.of()))
                .isEqualTo(RetrainResult.DECLINED);
    }

    @Test
    void shouldDeclineWhenAnotherVersionBecameActiveDuringTheTraining() {
        // Given
        activate(2);

        // When / Then
        assertThat(handler.handle(trained(RetrainCause.DRIFT, 1, Optional.of(WIN)), List.of()))
                .isEqualTo(RetrainResult.DECLINED);
        assertThat(last().getReason()).isEqualTo("version 2 became active during the training");
    }

    @Test
    void shouldDeclineWhenTheVersionWasPinnedDuringTheTraining() {
        // Given
        activate(1);
        TestRecords.pin(directory, LAYOUT, 1);

        // When / Then
        assertThat(handler.handle(trained(RetrainCause.OPERATOR, 1, Optional.of(WIN)), List.of()))
                .isEqualTo(RetrainResult.DECLINED);
        assertThat(last().getReason()).isEqualTo(RequestIntake.PINNED);
    }

    @Test
    void shouldAnswerTheRequestWhenTheTrainingFailed() {
        // Given
        activate(1);
        FinishedTraining failed = new FinishedTraining(
                job(RetrainCause.DRIFT, 1),
                new TrainingResult.Failed(new IllegalArgumentException("k is too large")),
                Duration.ofSeconds(1));

        // When / Then
        assertThat(handler.handle(failed, List.of())).isEqualTo(RetrainResult.FAILED);
        assertThat(last().getReason()).isEqualTo("k is too large");
        assertThat(last().getTraining()).isNull();
        assertThat(topics.commits()).containsExactly(new OffsetAndMetadata(6, ""));
    }

    @Test
    void shouldDeclineAWinnerWhenAnotherVersionIsPreferable() {
        // Given
        activate(1);

        // When / Then
        assertThat(handler.handle(
                        trained(RetrainCause.DRIFT, 1, Optional.of(WIN), Optional.of("version 7 is better")),
                        List.of()))
                .isEqualTo(RetrainResult.DECLINED);
        assertThat(last().getReason()).isEqualTo("version 7 is better");
    }

    @Test
    void shouldDeclineAWinnerWhenTheChampionExplainsTheRowsThatArrivedDuringTheTraining() {
        // Given: version 1 is published and in memory; the challenger has other units
        handler.handle(trained(RetrainCause.FIRST_WINDOW, 0, Optional.empty()), List.of());
        TrainedSelection other = SelectionMethod.CSS
                .selector()
                .select(
                        new TrainingData(tripled(PLANTED.rows(200)), tripled(PLANTED.rows(50)), PLANTED.channels()),
                        TrainSettings.of(3).withDecoder(d -> d.withEpochs(1)),
                        TrainingListener.NONE);
        FinishedTraining finished = new FinishedTraining(
                job(RetrainCause.DRIFT, 1),
                new TrainingResult.Trained(other, Optional.of(WIN), SAMPLE, Optional.empty(), TRUSTED),
                Duration.ofSeconds(1));
        List<WindowRow> arrived = new ArrayList<>();
        for (float[] values : PLANTED.rows(30)) {
            arrived.add(new WindowRow(SAMPLE.to().toEpochMilli() + 1 + arrived.size(), values));
        }

        // When / Then
        assertThat(handler.handle(finished, arrived)).isEqualTo(RetrainResult.DECLINED);
        assertThat(last().getReason()).startsWith("the active selection explains the 30 newest records");

        // When / Then: too few rows to decide
        assertThat(handler.handle(finished, arrived.subList(0, 19))).isEqualTo(RetrainResult.PUBLISHED);
    }

    private static float[][] tripled(float[][] rows) {
        for (float[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                row[c] *= 3;
            }
        }
        return rows;
    }

    @Test
    void shouldPublishAKeptVersionAgainWhenItFitsBest() {
        // Given
        handler.handle(trained(RetrainCause.FIRST_WINDOW, 0, Optional.empty()), List.of());
        activate(2);
        KeptVersion first = models.versions(LAYOUT, directory).fetch(() -> false).stream()
                .filter(version -> version.number() == 1)
                .findFirst()
                .orElseThrow();

        // When
        RetrainResult result = handler.handle(
                new FinishedTraining(
                        job(RetrainCause.DRIFT, 2),
                        new TrainingResult.Returned(first, "it fits"),
                        Duration.ofSeconds(1)),
                List.of());

        // Then
        assertThat(result).isEqualTo(RetrainResult.ROLLED_BACK);
        assertThat(last().getCause()).isEqualTo("drift");
        assertThat(last().getReason())
                .isEqualTo("version 1 is active again as version 3 and replaces version 2: it fits");
        assertThat(last().getRequestOffset()).isEqualTo(5);
        assertThat(directory.active(LAYOUT).orElseThrow().republishOf()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheDirectoryWhenThePublicationFails() {
        // Given
        activate(1);
        topics.producer().commitTransactionException = new KafkaException("planted");

        // When / Then
        assertThatThrownBy(() -> handler.handle(trained(RetrainCause.DRIFT, 1, Optional.of(WIN)), List.of()))
                .isInstanceOf(KafkaException.class);
        assertThat(directory.activeNumber(LAYOUT)).isEqualTo(1);
    }

    @Test
    void shouldKeepThePublishedModelInMemoryWhenThatVersionIsKept() {
        // Given
        handler.handle(trained(RetrainCause.FIRST_WINDOW, 0, Optional.empty()), List.of());

        // When
        List<KeptVersion> kept = models.versions(LAYOUT, directory).fetch(() -> false);

        // Then
        assertThat(kept).singleElement().satisfies(version -> {
            assertThat(version.number()).isEqualTo(1);
            assertThat(version.model()).isSameAs(TRAINED.model());
        });
    }

    private void activate(int version) {
        TestRecords.activate(directory, LAYOUT, version, TestRecords.TIME);
    }

    private RetrainOutcome last() {
        return topics.outcomes().get(topics.outcomes().size() - 1);
    }

    private static final LoneChannels TRUSTED = new LoneChannels(List.of(), List.of());

    private static FinishedTraining trained(
            RetrainCause cause, int championVersion, Optional<ChallengerComparison> comparison) {
        return trained(cause, championVersion, comparison, Optional.empty());
    }

    private static FinishedTraining trained(
            RetrainCause cause,
            int championVersion,
            Optional<ChallengerComparison> comparison,
            Optional<String> objection) {
        return new FinishedTraining(
                job(cause, championVersion),
                new TrainingResult.Trained(TRAINED, comparison, SAMPLE, objection, TRUSTED),
                Duration.ofSeconds(1));
    }

    /** A job that answers the request at offset 5, except for a first window. */
    private static TrainingJob job(RetrainCause cause, int championVersion) {
        Optional<PendingRequest> request = cause == RetrainCause.FIRST_WINDOW
                ? Optional.empty()
                : Optional.of(new PendingRequest(
                        5,
                        TestRecords.request(
                                LAYOUT, Requester.valueOf(cause.name()), championVersion, TestRecords.TIME, null)));
        return new TrainingJob(
                new TrainingOrder(LAYOUT, cause, request),
                SAMPLE,
                PLANTED.channels(),
                List.of(),
                List.of(),
                championVersion,
                KeptVersions.NONE);
    }
}
