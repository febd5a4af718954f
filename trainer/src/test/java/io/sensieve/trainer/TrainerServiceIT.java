package io.sensieve.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.ModelChunk;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorLayout;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.fixture.TestKafka;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.training.Selector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
@Timeout(60)
class TrainerServiceIT {
    private static final String LAYOUT = "fleet";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> SENSOR_SETTINGS =
            Map.of("train.k", "2", "train.hidden", "", "retrain.cooldown.ms", "600000");

    private final SplittableRandom random = new SplittableRandom(5);
    private TestKafka kafka;
    private Instant change = Instant.EPOCH;

    @BeforeEach
    void connect(@BrokerCluster(numBrokers = 1) KafkaCluster cluster) {
        kafka = new TestKafka(cluster.getBootstrapServers());
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldPublishAFirstSelectionWhenTheWindowIsComplete() throws Exception {
        // Given
        try (TrainerService trainer = TrainerService.create(kafka.settings(Map.of()))) {
            start(trainer);
            kafka.send(Topics.LAYOUTS, LAYOUT, layout());

            // When
            sendRecords(250, Instant.now());

            // Then
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);
            LoadedSelection first = kafka.load(LAYOUT, 1);
            assertThat(first.selectedCount()).isEqualTo(3);
            assertThat(first.selection().getChannels())
                    .extracting(SelectedChannel::getName)
                    .contains("required")
                    .doesNotContain("excluded");
            assertThat(first.selection().getProvenance().getTrigger()).isEqualTo("first-window");
            assertThat(first.selection().getProvenance().getOffsets()).isNotEmpty();
        }
    }

    @Test
    void shouldPublishTheDeclaredMissingValuesAndLearnWithoutThem() throws Exception {
        // Given
        try (TrainerService trainer =
                TrainerService.create(kafka.settings(Map.of("missing.values", "7,fleet:-3,other:5")))) {
            start(trainer);

            // When
            sendRecords(250, Instant.now(), values -> {
                values[2] = random.nextInt(4) == 0 ? 7 : random.nextInt(3) == 0 ? -3 : values[2];
                return values;
            });

            // Then
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);
            LoadedSelection first = kafka.load(LAYOUT, 1);
            assertThat(first.selection().getMissingValues()).hasSize(16);
            assertThat(first.missingValues().masked(new float[] {7, -3, 5, 1, 7, 7, 7, -3}))
                    .containsExactly(Float.NaN, Float.NaN, 5, 1, Float.NaN, Float.NaN, Float.NaN, Float.NaN);
            assertThat(first.model().offset()[2] + first.model().range()[2])
                    .as("largest learnt value of the channel 2a")
                    .isLessThan(2.1f);
        }
    }

    @Test
    void shouldPublishAFirstSelectionWhenOnlyARecordAMinuteArrives() throws Exception {
        // Given: the default window, whose span of an hour has 60 of the records
        Map<String, String> defaults = Map.of("window.rows", "5000", "window.min.rows", "1000");
        Instant from = Instant.now().minus(Duration.ofMinutes(150));
        try (TrainerService trainer = TrainerService.create(kafka.settings(defaults))) {
            start(trainer);

            // When
            for (int i = 0; i < 150; i++) {
                sendRecords(1, from.plus(Duration.ofMinutes(i)));
            }

            // Then
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);
            Selection first = kafka.load(LAYOUT, 1).selection();
            assertThat(first.getProvenance().getTrainRows()
                            + first.getProvenance().getValidationRows())
                    .isBetween(100L, 150L);
        }
    }

    @Test
    void shouldTrainOnLaterRecordsOnlyWhenARequestNamesTheTimeOfTheChange() throws Exception {
        // Given
        try (TrainerService trainer = startedWithFirstVersion(Map.of())) {
            // When
            requestRetrainForDrift();

            // Then
            Selection second = kafka.load(LAYOUT, 2).selection();
            assertThat(second.getProvenance().getTrigger()).isEqualTo("drift");
            assertThat(second.getProvenance().getFrom()).isAfter(change);
            assertThat(second.getProvenance().getTrainRows()
                            + second.getProvenance().getValidationRows())
                    .as("all rows but a guard of three")
                    .isEqualTo(147);
            await().atMost(PATIENCE).until(() -> kafka.answeredUpTo("sensieve-trainer") == 1);
            assertThat(kafka.table(Topics.SELECTIONS)).hasSize(3);
            assertThat(second.getProvenance().getChampionVersion()).isEqualTo(1);
            assertThat(second.getProvenance().getChampionError())
                    .isGreaterThan(second.getValidation().getMean());
            assertThat(get(trainer.httpUri(), "/metrics"))
                    .contains("sensieve_trainer_selection_version{layout=\"fleet\"} 2.0")
                    // A fifth of ten: it started from the champion.
                    .contains("sensieve_training_epoch{layout=\"fleet\"} 2.0")
                    .contains("sensieve_retrains_total{cause=\"drift\",layout=\"fleet\",outcome=\"published\"} 1.0")
                    .contains("sensieve_trainer_request_to_publication_seconds_count{layout=\"fleet\"} 1");
        }
    }

    @Test
    void shouldAnswerWithoutASelectionWhenARequestIsOutdatedOrUnreadable() throws Exception {
        // Given
        try (TrainerService trainer = startedWithFirstVersion(Map.of())) {
            requestRetrainForDrift();

            // When
            kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request(Requester.DRIFT, 1, change));
            kafka.sendBytes(Topics.RETRAIN_REQUESTS.name(), LAYOUT, new byte[] {1, 2, 3});

            // Then
            await().atMost(PATIENCE).until(() -> kafka.answeredUpTo("sensieve-trainer") == 3);
            assertThat(kafka.currentVersion(LAYOUT)).isEqualTo(2);
            assertThat(status(trainer.httpUri(), "/health/live")).isEqualTo(200);
        }
    }

    @Test
    void shouldCountRecordsAndSkippedRecordsWhenSomeAreUnusable() throws Exception {
        // Given
        try (TrainerService trainer = TrainerService.create(kafka.settings(Map.of()))) {
            start(trainer);
            kafka.send(Topics.LAYOUTS, LAYOUT, layout());
            kafka.flush();

            // When
            sendRecords(250, Instant.now());
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);
            sendGarbage();
            sendRecords(150, Instant.now());

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get(trainer.httpUri(), "/metrics"))
                            .contains("sensieve_trainer_active 1.0")
                            .contains("sensieve_trainer_records_skipped_total{reason=\"unreadable\"} 2.0")
                            .contains("sensieve_trainer_records_skipped_total{reason=\"wrong-length\"} 1.0")
                            .contains("sensieve_trainer_records_skipped_total{reason=\"bad-layout\"} 1.0")
                            .contains("sensieve_trainer_records_skipped_total{reason=\"infinite\"} 1.0")
                            .contains("sensieve_trainer_records_in_total{layout=\"fleet\"} 400.0")
                            .contains("kafka_consumer_"));
        }
    }

    /** Starts a trainer and returns when it has published version 1. */
    private TrainerService startedWithFirstVersion(Map<String, String> settings) {
        TrainerService trainer = TrainerService.create(kafka.settings(settings));
        start(trainer);
        sendRecords(250, Instant.now());
        await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);
        return trainer;
    }

    /** Sends drifted records and a request that names their start, and returns when version 2 is published. */
    private void requestRetrainForDrift() {
        change = Instant.now();
        sendRecords(150, change.plusMillis(1), TrainerServiceIT::invertEchoes);
        kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request(Requester.DRIFT, 1, change));
        kafka.flush();
        await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 2);
    }

    @Test
    void shouldTakeOverWhenTheActiveTrainerIsClosed() throws Exception {
        // Given
        TrainerService active = TrainerService.create(kafka.settings(Map.of()));
        start(active);
        await().atMost(PATIENCE).until(() -> get(active.httpUri(), "/metrics").contains("trainer_active 1.0"));
        try (TrainerService standby = TrainerService.create(kafka.settings(Map.of()))) {
            start(standby);
            sendRecords(250, Instant.now());
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);
            assertThat(get(standby.httpUri(), "/metrics")).contains("sensieve_trainer_active 0.0");

            // When
            active.close();
            kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request(Requester.OPERATOR, 0, null));
            kafka.flush();

            // Then
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 2);
            assertThat(kafka.load(LAYOUT, 2).selection().getProvenance().getTrigger())
                    .isEqualTo("operator");
            assertThat(get(standby.httpUri(), "/metrics")).contains("sensieve_trainer_active 1.0");
        } finally {
            active.close();
        }
    }

    @Test
    void shouldStartFromTheFormerTrainersModelWhenItTakesOver() throws Exception {
        // Given
        publishFirst();

        // When
        String metrics = metricsOfSuccessorsRetrain();

        // Then: a fifth of ten epochs
        assertThat(metrics).contains("sensieve_training_epoch{layout=\"fleet\"} 2.0");
    }

    @Test
    void shouldTrainFromScratchWhenTheFormerTrainersModelIsRefused() throws Exception {
        // Given
        publishFirst();
        String key = Keys.chunk(kafka.load(LAYOUT, 1).selection().getModel().getSha256(), 0);
        ModelChunk chunk = Objects.requireNonNull(kafka.table(Topics.MODELS).get(key));
        byte[] forged = new byte[chunk.getData().remaining()];
        kafka.send(Topics.MODELS, key, new ModelChunk(chunk.getSha256(), 0, 1, ByteBuffer.wrap(forged)));

        // When
        String metrics = metricsOfSuccessorsRetrain();

        // Then
        assertThat(metrics).contains("sensieve_training_epoch{layout=\"fleet\"} 10.0");
    }

    private void publishFirst() {
        startedWithFirstVersion(Map.of()).close();
    }

    /** Returns the metrics of a second trainer after it has published version 2 for drift. */
    private String metricsOfSuccessorsRetrain() throws Exception {
        try (TrainerService successor = TrainerService.create(kafka.settings(Map.of()))) {
            start(successor);
            requestRetrainForDrift();
            return get(successor.httpUri(), "/metrics");
        }
    }

    @Test
    void shouldKeepTheChampionAndPublishTheFiguresWhenAChallengerLoses() throws Exception {
        // Given: a training that starts from a champion selects at random
        Selector poor = (data, settings, listener) -> (data.champion().isPresent()
                        ? SelectionMethod.RANDOM
                        : SelectionMethod.CSS)
                .selector()
                .select(data, settings, listener);
        try (TrainerService trainer = TrainerService.create(
                kafka.settings(Map.of("train.k", "2", "train.hidden", "")), poor, Clock.systemUTC())) {
            start(trainer);
            sendRecords(250, Instant.now());
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);

            // When
            kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request(Requester.DRIFT, 1, null));
            kafka.flush();

            // Then
            await().atMost(PATIENCE).until(() -> kafka.answeredUpTo("sensieve-trainer") == 1);
            await().atMost(PATIENCE).until(() -> kafka.outcomes(LAYOUT).size() == 2);
            assertThat(kafka.currentVersion(LAYOUT)).isEqualTo(1);
            RetrainOutcome first = kafka.outcomes(LAYOUT).get(0);
            assertThat(first.getResult()).isEqualTo(RetrainResult.PUBLISHED);
            assertThat(first.getCause()).isEqualTo("first-window");
            assertThat(first.getRequestOffset()).isEqualTo(-1);
            RetrainOutcome second = kafka.outcomes(LAYOUT).get(1);
            assertThat(second.getResult()).isEqualTo(RetrainResult.DECLINED);
            assertThat(second.getRequestOffset()).isZero();
            assertThat(second.getChampionVersion()).isEqualTo(1);
            assertThat(second.getTraining().getChallengerError())
                    .isGreaterThan(second.getTraining().getErrorLimit());
            assertThat(second.getTraining().getErrorLimit())
                    .isCloseTo(
                            second.getTraining().getChampionError()
                                    * (0.97 - 0.02 * second.getTraining().getChurn() / 2),
                            within(1e-12));
            assertThat(get(trainer.httpUri(), "/metrics"))
                    .contains("sensieve_retrains_total{cause=\"drift\",layout=\"fleet\",outcome=\"declined\"} 1.0")
                    .contains("sensieve_retrain_error_ratio{layout=\"fleet\"}");
        }
    }

    @Test
    void shouldReturnToTheNamedVersionEachTimeWhenItsDistributionRecurs() throws Exception {
        // Given
        try (TrainerService trainer = startedWithTwoVersions()) {
            // When
            ask(1, recurrence(2, 1), RetrainResult.ROLLED_BACK, 3);

            // Then
            Selection back = kafka.load(LAYOUT, 3).selection();
            assertThat(back.getModel())
                    .isEqualTo(kafka.load(LAYOUT, 1).selection().getModel());
            assertThat(back.getChannels())
                    .isEqualTo(kafka.load(LAYOUT, 1).selection().getChannels());
            assertThat(back.getProvenance().getTrigger()).isEqualTo("recurrence");
            assertThat(back.getProvenance().getRepublishedVersion()).isEqualTo(1);
            assertThat(back.getProvenance().getChampionVersion()).isEqualTo(2);
            ask(2, recurrence(3, 2), RetrainResult.ROLLED_BACK, 4);
            assertThat(get(trainer.httpUri(), "/metrics"))
                    .contains("cause=\"recurrence\",layout=\"fleet\",outcome=\"rolled-back\"} 2.0");
        }
    }

    @Test
    void shouldDeclineRetrainsWhenAnOperatorHasPinnedTheVersion() throws Exception {
        // Given
        try (TrainerService trainer = startedWithTwoVersions()) {
            // When
            ask(1, command(RetrainAction.PIN, 2, 2), RetrainResult.PINNED, 2);

            // Then
            assertThat(pointer())
                    .isEqualTo(
                            new SelectionPointer(LAYOUT, 2, pointer().getPublishedAt(), true, ByteBuffer.allocate(0)));
            ask(2, request(Requester.DRIFT, 2, null), RetrainResult.DECLINED, 0);
            ask(3, request(Requester.OPERATOR, 0, null), RetrainResult.DECLINED, 0);
            assertThat(get(trainer.httpUri(), "/metrics"))
                    .contains("sensieve_trainer_selection_pinned{layout=\"fleet\"} 1.0");
        }
    }

    @Test
    void shouldKeepThePinWhenAnOperatorRollsBackUntilItIsUnpinned() throws Exception {
        // Given
        try (TrainerService trainer = startedWithTwoVersions()) {
            ask(1, command(RetrainAction.PIN, 2, 2), RetrainResult.PINNED, 2);

            // When
            ask(2, command(RetrainAction.ROLLBACK, 2, 1), RetrainResult.ROLLED_BACK, 3);

            // Then
            assertThat(pointer().getPinned()).isTrue();

            // When
            ask(3, command(RetrainAction.UNPIN, 3, 0), RetrainResult.UNPINNED, 3);

            // Then
            assertThat(pointer().getPinned()).isFalse();
            assertThat(get(trainer.httpUri(), "/metrics"))
                    .contains("sensieve_trainer_selection_pinned{layout=\"fleet\"} 0.0");
        }
    }

    @Test
    void shouldRefuseARollbackWhenItsVersionIsUnknownOrTheRequestIsOutdated() throws Exception {
        // Given
        try (TrainerService trainer = startedWithTwoVersions()) {
            // When
            ask(1, command(RetrainAction.ROLLBACK, 2, 99), RetrainResult.DECLINED, 0);
            ask(2, command(RetrainAction.ROLLBACK, 1, 1), RetrainResult.VOID, 0);

            // Then
            assertThat(kafka.outcomes(LAYOUT).get(2).getReason()).contains("kept are [1, 2]");
            assertThat(status(trainer.httpUri(), "/health/live")).isEqualTo(200);
        }
    }

    /** Starts a trainer and returns when request 0 has led to version 2, trained on drifted records. */
    private TrainerService startedWithTwoVersions() {
        TrainerService trainer = startedWithFirstVersion(Map.of("train.hidden", ""));
        sendRecords(150, Instant.now(), TrainerServiceIT::invertEchoes);
        ask(0, request(Requester.OPERATOR, 0, null), RetrainResult.PUBLISHED, 2);
        return trainer;
    }

    @Test
    void shouldReplaceAChannelAtOnceWhenItsSensorIsDead() throws Exception {
        // Given
        try (TrainerService trainer = startedWithFirstVersion(SENSOR_SETTINGS)) {
            // When
            int dead = repairDeadSensor();

            // Then
            Selection repaired = kafka.load(LAYOUT, 2).selection();
            assertThat(repaired.getChannels())
                    .extracting(SelectedChannel::getIndex)
                    .doesNotContain(dead);
            assertThat(repaired.getProvenance().getFaultyChannels()).containsExactly(dead);
            assertThat(repaired.getProvenance().getTrigger()).isEqualTo("sensor");
            assertThat(repaired.getProvenance().getChurn()).isEqualTo(1);
            assertThat(status(trainer.httpUri(), "/health/live")).isEqualTo(200);
        }
    }

    @Test
    void shouldExcludeAFaultyChannelUntilItsSensorHasRecovered() throws Exception {
        // Given
        try (TrainerService trainer = startedWithFirstVersion(SENSOR_SETTINGS)) {
            int dead = repairDeadSensor();

            // When: the sensor is still dead at the next retrain, and has recovered at the one after
            sendRecords(200, Instant.now(), without(dead));
            ask(1, request(Requester.OPERATOR, 0, null), RetrainResult.PUBLISHED, 3);
            Instant recovery = Instant.now();
            sendRecords(200, recovery.plusMillis(1));
            ask(2, request(Requester.OPERATOR, 0, recovery), RetrainResult.PUBLISHED, 4);

            // Then
            assertThat(kafka.load(LAYOUT, 3).selection().getProvenance().getFaultyChannels())
                    .containsExactly(dead);
            assertThat(kafka.load(LAYOUT, 4).selection().getProvenance().getFaultyChannels())
                    .isEmpty();
            assertThat(status(trainer.httpUri(), "/health/live")).isEqualTo(200);
        }
    }

    /** Reports a selected sensor as dead and returns its channel when version 2 is published. */
    private int repairDeadSensor() {
        int dead = kafka.load(LAYOUT, 1).selection().getChannels().get(0).getIndex();
        sendRecords(20, Instant.now(), without(dead));
        RetrainRequest faulty = RetrainRequest.newBuilder(request(Requester.SENSOR, 1, Instant.now()))
                .setFaultyChannels(List.of(dead))
                .build();
        ask(0, faulty, RetrainResult.REPAIRED, 2);
        return dead;
    }

    private static UnaryOperator<float[]> without(int channel) {
        return values -> {
            values[channel] = Float.NaN;
            return values;
        };
    }

    /** Sends a request and waits for its answer; requests are counted from 0. */
    private void ask(long offset, RetrainRequest request, RetrainResult result, int version) {
        kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request);
        kafka.flush();
        RetrainOutcome outcome = await().atMost(PATIENCE)
                .until(
                        () -> kafka.outcomes(LAYOUT).stream()
                                .filter(record -> record.getRequestOffset() == offset)
                                .findAny(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(outcome.getResult()).as(outcome.getReason()).isEqualTo(result);
        assertThat(outcome.getVersion()).isEqualTo(version);
        await().atMost(PATIENCE).until(() -> version == 0 || kafka.currentVersion(LAYOUT) == version);
    }

    private SelectionPointer pointer() {
        return (SelectionPointer)
                Objects.requireNonNull(kafka.table(Topics.SELECTIONS).get(Keys.current(LAYOUT)));
    }

    private static RetrainRequest command(RetrainAction action, int version, int target) {
        return RetrainRequest.newBuilder(request(Requester.OPERATOR, version, null))
                .setAction(action)
                .setTargetVersion(target)
                .build();
    }

    @Test
    void shouldBecomeActiveAgainWhenItWasFenced() throws Exception {
        // Given
        try (TrainerService trainer = TrainerService.create(kafka.settings(Map.of()))) {
            start(trainer);
            sendRecords(250, Instant.now());
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 1);

            // When
            kafka.fence("sensieve-trainer");
            kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request(Requester.OPERATOR, 0, null));
            kafka.flush();

            // Then
            await().atMost(PATIENCE).until(() -> kafka.currentVersion(LAYOUT) == 2);
            await().atMost(PATIENCE).until(() -> kafka.answeredUpTo("sensieve-trainer") == 1);
            assertThat(status(trainer.httpUri(), "/health/live")).isEqualTo(200);
        }
    }

    @Test
    void shouldStayActiveWhenATrainingFails() throws Exception {
        // Given
        Selector failing = (data, settings, listener) -> {
            throw new IllegalArgumentException("k is too large");
        };
        try (TrainerService trainer = TrainerService.create(
                kafka.settings(Map.of("retrain.cooldown.ms", "600000")), failing, Clock.systemUTC())) {
            start(trainer);
            sendRecords(250, Instant.now());

            // When
            kafka.send(Topics.RETRAIN_REQUESTS, LAYOUT, request(Requester.OPERATOR, 0, null));
            kafka.flush();

            // Then
            await().atMost(PATIENCE).until(() -> kafka.answeredUpTo("sensieve-trainer") == 1);
            assertThat(get(trainer.httpUri(), "/metrics")).contains("layout=\"fleet\",outcome=\"failed\"} 1.0");
            assertThat(status(trainer.httpUri(), "/health/live")).isEqualTo(200);
            assertThat(kafka.currentVersion(LAYOUT)).isZero();
        }
    }

    @Test
    void shouldFailWithTheErrorWhenATrainingThrowsOne() {
        // Given
        OutOfMemoryError planted = new OutOfMemoryError("planted");
        Selector failing = (data, settings, listener) -> {
            throw planted;
        };
        try (TrainerService trainer = TrainerService.create(kafka.settings(Map.of()), failing, Clock.systemUTC())) {
            start(trainer);

            // When
            sendRecords(250, Instant.now());

            // Then
            assertThatThrownBy(trainer::awaitEnd).isSameAs(planted);
        }
    }

    @Test
    void shouldEndSoonWhenClosedWhileItTrains() throws Exception {
        // Given
        CountDownLatch training = new CountDownLatch(1);
        Selector real = SelectionMethod.IP_CAE.selector();
        Selector watched = (data, settings, listener) -> {
            training.countDown();
            return real.select(data, settings, listener);
        };
        TrainerService trainer = TrainerService.create(
                kafka.settings(Map.of("train.decoder.epochs", "100000")), watched, Clock.systemUTC());
        start(trainer);
        sendRecords(250, Instant.now());
        training.await();

        // When
        Instant start = Instant.now();
        trainer.close();

        // Then
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        trainer.awaitEnd();
        assertThat(kafka.currentVersion(LAYOUT)).isZero();
    }

    /** Returns when the topics exist and the trainer is in the group. */
    private static void start(TrainerService trainer) {
        trainer.start();
        await().atMost(PATIENCE).until(() -> status(trainer.httpUri(), "/health/ready") == 200);
    }

    private void sendGarbage() {
        String topic = Topics.RECORDS.name();
        kafka.sendBytes(topic, "d", new byte[] {1, 2, 3});
        kafka.sendBytes(topic, "d", null);
        kafka.send(Topics.RECORDS, "d", new SensorRecord(LAYOUT, Instant.now(), null, Floats.view(new float[] {1})));
        kafka.send(Topics.RECORDS, "d", new SensorRecord("no/t", Instant.now(), null, Floats.view(new float[8])));
        float[] infinite = new float[8];
        infinite[3] = Float.NEGATIVE_INFINITY;
        kafka.send(Topics.RECORDS, "d", new SensorRecord(LAYOUT, Instant.now(), null, Floats.view(infinite)));
    }

    private void sendRecords(int count, Instant from) {
        sendRecords(count, from, values -> values);
    }

    /** Sends eight channels: two signals and their echoes, changed by {@code drift}. */
    private void sendRecords(int count, Instant from, UnaryOperator<float[]> drift) {
        for (int i = 0; i < count; i++) {
            float a = (float) random.nextDouble();
            float b = (float) random.nextDouble();
            float[] values = {a, b, 2 * a, 1 - b, a + b, a - b, a, b};
            kafka.send(
                    Topics.RECORDS,
                    "device-" + i % 5,
                    new SensorRecord(LAYOUT, from.plusMillis(i), null, Floats.view(drift.apply(values))));
        }
        kafka.flush();
    }

    /** Inverts the sign of the echoes. */
    private static float[] invertEchoes(float[] values) {
        for (int c = 2; c < values.length; c++) {
            values[c] = -values[c];
        }
        return values;
    }

    private static SensorLayout layout() {
        return new SensorLayout(
                LAYOUT,
                List.of(
                        channel("a", ChannelRole.CANDIDATE),
                        channel("excluded", ChannelRole.EXCLUDED),
                        channel("2a", ChannelRole.CANDIDATE),
                        channel("required", ChannelRole.REQUIRED),
                        channel("a+b", ChannelRole.CANDIDATE),
                        channel("a-b", ChannelRole.CANDIDATE),
                        channel("a too", ChannelRole.CANDIDATE),
                        channel("b too", ChannelRole.CANDIDATE)));
    }

    private static Channel channel(String name, ChannelRole role) {
        return new Channel(name, "", 1.0, role);
    }

    private static RetrainRequest request(Requester by, int version, @Nullable Instant since) {
        return TestRecords.request(LAYOUT, by, version, Instant.now(), since);
    }

    private static RetrainRequest recurrence(int active, int target) {
        return RetrainRequest.newBuilder(request(Requester.RECURRENCE, active, null))
                .setAction(RetrainAction.ROLLBACK)
                .setTargetVersion(target)
                .build();
    }

    private static int status(URI base, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static String get(URI base, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }
}
