package io.sensieve.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.DriftReport;
import io.sensieve.ProbationState;
import io.sensieve.ReducedRecord;
import io.sensieve.Requester;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.TransactionalPublisher;
import io.sensieve.service.Settings;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsService;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.TrainerService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Runs app and trainer on a broker: they roll back a published version that is worse than the previous one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbationIT {
    private static final String LAYOUT = "fleet";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANNELS = 8;
    private static final List<String> NAMES =
            IntStream.range(0, CHANNELS).mapToObj("c%03d"::formatted).toList();

    private final Random random = new Random(3);
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final List<RetrainOutcome> outcomes = new ArrayList<>();
    private final List<DriftReport> reports = new ArrayList<>();
    private final List<Integer> used = new ArrayList<>();
    private final List<Object> published = new ArrayList<>();

    @BeforeAll
    @Timeout(180)
    void replaceAGoodVersionByAWorseOne() {
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            cluster.create(Topics.all(), 2);
            publishVersions(cluster);
            try (TrainerService trainer = TrainerService.create(trainerSettings(cluster));
                    StreamsService streams = StreamsService.create(streamsSettings(cluster));
                    DeviceProducer devices = new DeviceProducer(cluster.clientSettings());
                    TopicReader reader = new TopicReader(cluster.clientSettings())) {
                reader.assign(List.of(
                        Topics.RETRAIN_REQUESTS, Topics.RETRAINS, Topics.DRIFT, Topics.REDUCED, Topics.SELECTIONS));
                reader.seekToBeginning();
                trainer.start();
                streams.start();
                Instant deadline = Instant.now().plus(PATIENCE);
                while (!used.contains(3)) {
                    assertThat(Instant.now()).isBefore(deadline);
                    play(devices, reader);
                }
                for (int i = 0; i < 5; i++) {
                    play(devices, reader);
                }
            }
        }
    }

    @Test
    void shouldProjectWithTheRepublishedVersion() {
        assertThat(used.subList(used.size() - 100, used.size())).containsOnly(3);
    }

    @Test
    void shouldRepublishTheChampionOnce() {
        assertThat(published)
                .filteredOn(SelectionPointer.class::isInstance)
                .extracting(pointer -> ((SelectionPointer) pointer).getVersion())
                .containsExactly(1, 2, 3);
        assertThat(published)
                .filteredOn(value -> value instanceof Selection selection && selection.getVersion() == 3)
                .singleElement()
                .satisfies(value -> {
                    assertThat(((Selection) value).getProvenance().getRepublishedVersion())
                            .isEqualTo(1);
                    assertThat(((Selection) value).getProvenance().getTrigger()).isEqualTo("probation");
                });
    }

    @Test
    void shouldRequestTheRollbackWithBothErrors() {
        assertThat(requests)
                .filteredOn(request -> request.getRequestedBy() == Requester.RECURRENCE)
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.getSelectionVersion()).isEqualTo(2);
                    assertThat(request.getReason()).contains("that of version 1 on the same 300 records");
                    assertThat(request.getEvidence().getProbation().getError())
                            .isGreaterThan(
                                    2 * request.getEvidence().getProbation().getChampionError());
                });
    }

    @Test
    void shouldPublishTheOutcomeOfTheRollback() {
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.getResult() == RetrainResult.ROLLED_BACK)
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.getVersion()).isEqualTo(3);
                    assertThat(outcome.getChampionVersion()).isEqualTo(2);
                    assertThat(outcome.getCause()).isEqualTo("probation");
                });
    }

    @Test
    void shouldReportTheFailedProbation() {
        assertThat(reports)
                .anySatisfy(
                        report -> assertThat(report.getProbation().getState()).isEqualTo(ProbationState.FAILED));
    }

    /** Publishes version 1 with a channel of each group, then version 2 with two channels of one group. */
    private void publishVersions(BenchmarkCluster cluster) {
        float[][] rows = Stream.generate(this::row).limit(1_000).toArray(float[][]::new);
        try (TransactionalPublisher publisher = new TransactionalPublisher(cluster.bootstrapServers())) {
            publish(publisher, TestSelection.fitted(LAYOUT, 1, NAMES, rows, "c000", "c004"));
            publish(
                    publisher,
                    TestSelection.fitted(LAYOUT, 2, NAMES, rows, "c000", "c001").after(1));
        }
    }

    private static Settings trainerSettings(BenchmarkCluster cluster) {
        return Settings.of(
                TrainerMain.runner().definition(),
                Map.of(
                        "kafka.bootstrap.servers", cluster.bootstrapServers(),
                        "http.port", "0",
                        "retrain.schedule.ms", "0"));
    }

    private static Settings streamsSettings(BenchmarkCluster cluster) {
        return Settings.of(
                StreamsMain.runner().definition(),
                Map.of(
                        "kafka.bootstrap.servers", cluster.bootstrapServers(),
                        "http.port", "0",
                        "state.dir", cluster.folder("streams").toString(),
                        "probation.records", "300",
                        "drift.flush.ms", "200"));
    }

    private static void publish(TransactionalPublisher publisher, TestSelection version) {
        publisher.publish(version.selection(), version.model());
    }

    /** Draws a row of two groups of four channels; the channels of a group have the same signal. */
    private float[] row() {
        float[] row = new float[CHANNELS];
        float[] sources = {random.nextFloat(), random.nextFloat()};
        for (int i = 0; i < CHANNELS; i++) {
            row[i] = sources[i / 4] + 0.02f * (float) random.nextGaussian();
        }
        return row;
    }

    private void play(DeviceProducer devices, TopicReader reader) {
        for (int i = 0; i < 100; i++) {
            devices.send("device-" + i % 10, LAYOUT, Instant.now(), OptionalInt.empty(), row());
        }
        devices.flush();
        reader.readToEnd(record -> {
            if (record.value() == null) {
                return;
            }
            if (record.topic().equals(Topics.REDUCED.name())) {
                ReducedRecord reduced = decoded(Topics.REDUCED, record.value());
                used.add(reduced.getSelectionVersion());
            } else if (record.topic().equals(Topics.RETRAIN_REQUESTS.name())) {
                requests.add(decoded(Topics.RETRAIN_REQUESTS, record.value()));
            } else if (record.topic().equals(Topics.RETRAINS.name())) {
                outcomes.add(decoded(Topics.RETRAINS, record.value()));
            } else if (record.topic().equals(Topics.DRIFT.name())) {
                reports.add(decoded(Topics.DRIFT, record.value()));
            } else {
                published.add(decoded(Topics.SELECTIONS, record.value()));
            }
        });
    }

    private static <V> V decoded(Topic<?, V> topic, byte[] value) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), value);
    }
}
