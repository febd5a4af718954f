package io.sensieve.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.service.TopicCreator;
import io.sensieve.signing.Signer;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.fixture.TestKafka;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.publish.SelectionPublisher.Publication;
import io.sensieve.trainer.settings.TrainerSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
@Timeout(60)
class SelectionPublisherIT {
    private static final String LAYOUT = "fleet";
    private static final byte[] MODEL = TestRecords.model(1);

    private TestKafka kafka;
    private KafkaClients clients;

    @BeforeEach
    void connect(@BrokerCluster(numBrokers = 1) KafkaCluster cluster) throws InterruptedException {
        kafka = new TestKafka(cluster.getBootstrapServers());
        clients = clients(Map.of());
        try (Admin admin = clients.admin()) {
            TopicCreator.ensure(admin, Topics.all(), true);
        }
    }

    /** A commit returns before its markers are on every partition; readers see it a moment later. */
    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldShowAllOfAPublicationWhenItIsCommitted() {
        // Given
        Selection first = TestRecords.selection(LAYOUT, 1, MODEL, 0.1);
        byte[] nextModel = TestRecords.model(2);
        Selection second = TestRecords.selection(LAYOUT, 2, nextModel, 0.1);
        try (SelectionPublisher publisher = publisher(clients)) {
            // When
            publisher.publish(publication(first, MODEL), TestRecords.outcome(LAYOUT, 1), Optional.empty());

            // Then
            eventually(() -> assertThat(kafka.currentVersion(LAYOUT)).isEqualTo(1));
            assertThat(kafka.load(LAYOUT, 1).selection()).isEqualTo(first);

            // When
            publisher.publish(
                    new Publication(
                            second,
                            Optional.of(nextModel),
                            true,
                            List.of(SelectionVersion.of(first)),
                            List.of(first.getModel())),
                    TestRecords.outcome(LAYOUT, 2),
                    Optional.of(answer(7)));

            // Then
            eventually(() -> assertThat(kafka.currentVersion(LAYOUT)).isEqualTo(2));
            assertThat(kafka.load(LAYOUT, 2).selection()).isEqualTo(second);
            assertThat(kafka.table(Topics.SELECTIONS)).hasSize(2);
            eventually(() -> assertThat(kafka.table(Topics.MODELS)).hasSize(1));
            eventually(() -> assertThat(kafka.answeredUpTo("answers")).isEqualTo(7));
            assertThat(kafka.table(Topics.SELECTIONS).get(Keys.current(LAYOUT)))
                    .isEqualTo(new SelectionPointer(LAYOUT, 2, TestRecords.TIME, true, ByteBuffer.allocate(0)));
            eventually(() -> assertThat(kafka.outcomes(LAYOUT))
                    .extracting(RetrainOutcome::getVersion)
                    .containsExactly(1, 2));
        }
    }

    @Test
    void shouldShowNothingWhenTheProducerIsAZombie() {
        // Given
        Selection selection = TestRecords.selection(LAYOUT, 1, MODEL, 0.1);
        try (SelectionPublisher zombie = publisher(clients);
                SelectionPublisher successor = publisher(clients)) {
            // When / Then
            assertThatThrownBy(() -> zombie.publish(
                            publication(selection, MODEL), TestRecords.outcome(LAYOUT, 1), Optional.of(answer(3))))
                    .isInstanceOf(KafkaException.class);
            assertThat(kafka.table(Topics.SELECTIONS)).isEmpty();
            assertThat(kafka.table(Topics.MODELS)).isEmpty();
            assertThat(kafka.outcomes(LAYOUT)).isEmpty();
            assertThat(kafka.answeredUpTo("answers")).isEqualTo(-1);

            // When
            successor.publish(publication(selection, MODEL), TestRecords.outcome(LAYOUT, 1), Optional.empty());

            // Then
            eventually(() -> assertThat(kafka.currentVersion(LAYOUT)).isEqualTo(1));
        }
    }

    @Test
    void shouldShowNothingWhenATransactionIsAborted() {
        // Given
        Selection selection = TestRecords.selection(LAYOUT, 1, MODEL, 0.1);
        KafkaClients narrow = clients(Map.of("kafka.max.request.size", "400"));
        try (SelectionPublisher publisher = publisher(narrow)) {
            // When / Then
            assertThatThrownBy(() -> publisher.publish(
                            publication(selection, MODEL), TestRecords.outcome(LAYOUT, 1), Optional.of(answer(3))))
                    .isInstanceOf(KafkaException.class);
            assertThat(kafka.table(Topics.SELECTIONS)).isEmpty();
            assertThat(kafka.table(Topics.MODELS)).isEmpty();
            assertThat(kafka.outcomes(LAYOUT)).isEmpty();
            assertThat(kafka.answeredUpTo("answers")).isEqualTo(-1);

            // When
            publisher.publishOutcome(Optional.empty(), Optional.of(answer(4)));

            // Then
            eventually(() -> assertThat(kafka.answeredUpTo("answers")).isEqualTo(4));
        }
    }

    private static Publication publication(Selection selection, byte[] model) {
        return new Publication(selection, Optional.of(model), false, List.of(), List.of());
    }

    private static SelectionPublisher publisher(KafkaClients clients) {
        return new SelectionPublisher(
                clients.transactionalProducer(), WireFormat.singleObject(), () -> TestRecords.TIME, Signer.none());
    }

    private KafkaClients clients(Map<String, String> more) {
        return new KafkaClients(TrainerSettings.of(kafka.settings(more)).kafka(), new SimpleMeterRegistry());
    }

    private RequestCommit answer(long position) {
        try (var member = clients(Map.of("consumer.group", "answers")).groupMember()) {
            return new RequestCommit(
                    new OffsetAndMetadata(position), member.client().groupMetadata());
        }
    }
}
