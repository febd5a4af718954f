package io.sensieve.trainer.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.kafka.Metered;
import io.sensieve.trainer.metrics.TrainerMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ElectionLoopTest {
    private static final TopicPartition REQUESTS = new TopicPartition(Topics.RETRAIN_REQUESTS.name(), 0);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<FakeRole> roles = new ArrayList<>();
    private Instant now = START;
    private final ElectionLoop loop = new ElectionLoop(
            () -> new Metered<>(consumer, consumer::close),
            member -> {
                FakeRole role = new FakeRole();
                roles.add(role);
                return role;
            },
            new TrainerMeters(registry, 10),
            () -> now);

    /** Thrown by the next iteration of a role. */
    private @Nullable Throwable planted;

    private @Nullable RuntimeException plantedAtClose;

    private final class FakeRole implements ActiveRole {
        private final List<Long> requests = new ArrayList<>();
        private boolean closed;

        @Override
        public void runOnce(Iterable<ConsumerRecord<byte[], byte[]>> arrived) {
            arrived.forEach(record -> requests.add(record.offset()));
            Throwable failure = planted;
            planted = null;
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @Override
        public void close() {
            closed = true;
            if (plantedAtClose != null) {
                throw plantedAtClose;
            }
        }
    }

    @Test
    void shouldStayAStandbyWhenNoPartitionIsAssigned() throws Exception {
        // Given
        consumer.schedulePollTask(loop::stop);

        // When
        loop.run();

        // Then
        assertThat(roles).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldPassTheRequestsToTheRoleWhenThePartitionIsAssigned() throws Exception {
        // Given
        consumer.schedulePollTask(this::assign);
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(REQUESTS.topic(), 0, 0, new byte[0], new byte[0])));
        consumer.schedulePollTask(() -> {
            assertThat(active()).isEqualTo(1);
            loop.stop();
        });

        // When
        loop.run();

        // Then
        assertThat(roles).singleElement().satisfies(role -> {
            assertThat(role.requests).containsExactly(0L);
            assertThat(role.closed).isTrue();
        });
        assertThat(active()).isZero();
    }

    @Test
    void shouldResignWhenThePartitionIsRevoked() throws Exception {
        // Given
        consumer.schedulePollTask(this::assign);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        consumer.schedulePollTask(() -> {
            assertThat(roles.get(0).closed).isTrue();
            assertThat(active()).isZero();
            loop.stop();
        });

        // When
        loop.run();

        // Then
        assertThat(roles).hasSize(1);
    }

    @Test
    void shouldCreateANewRoleWhenThePartitionWasLostAndAssignedAgain() throws Exception {
        // Given
        consumer.schedulePollTask(this::assign);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of());
            assign();
        });
        consumer.schedulePollTask(loop::stop);

        // When
        loop.run();

        // Then
        assertThat(roles).hasSize(2).allMatch(role -> role.closed);
    }

    @Test
    void shouldRejoinTheGroupWhenKafkaRefusesAnOperation() throws Exception {
        // Given
        planted = new KafkaException("planted");
        consumer.schedulePollTask(this::assign);
        consumer.schedulePollTask(() -> {
            assertThat(roles.get(0).closed).isTrue();
            assign();
        });
        consumer.schedulePollTask(loop::stop);

        // When
        loop.run();

        // Then
        assertThat(roles).hasSize(2);
    }

    @Test
    void shouldFailWhenTheCredentialsAreRefused() {
        // Given
        SaslAuthenticationException failure = new SaslAuthenticationException("planted");
        planted = failure;
        consumer.schedulePollTask(this::assign);

        // When / Then
        assertThatThrownBy(loop::run).isSameAs(failure);
        assertThat(roles.get(0).closed).isTrue();
    }

    @Test
    void shouldRethrowAnErrorWhenTheRoleThrowsOne() {
        // Given
        OutOfMemoryError failure = new OutOfMemoryError("planted");
        planted = failure;
        consumer.schedulePollTask(this::assign);

        // When / Then
        assertThatThrownBy(loop::run).isSameAs(failure);
        assertThat(roles.get(0).closed).isTrue();
        assertThat(active()).isZero();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldReportTheErrorAndNotItsConsequenceWhenTheRoleCannotBeClosedEither() {
        // Given
        OutOfMemoryError failure = new OutOfMemoryError("planted");
        planted = failure;
        plantedAtClose = new KafkaException("planted at close");
        consumer.schedulePollTask(this::assign);

        // When / Then
        assertThatThrownBy(loop::run).isSameAs(failure);
        assertThat(failure.getSuppressed()).containsExactly(plantedAtClose);
    }

    @Test
    void shouldReportAMembershipProblemUntilTheGroupHasAssignedPartitions() throws Exception {
        // Given
        assertThat(loop.membershipProblem()).isPresent();
        consumer.schedulePollTask(this::assign);
        consumer.schedulePollTask(loop::stop);

        // When
        loop.run();

        // Then
        assertThat(loop.membershipProblem()).isEmpty();
    }

    @Test
    void shouldReportAStallWhenThereWasNoIterationForMoreThanTwoMinutes() {
        // When / Then
        now = START.plus(Duration.ofMinutes(2));
        assertThat(loop.stallProblem()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(loop.stallProblem()).contains("no iteration of the loop for 121 s");
    }

    private void assign() {
        consumer.updateBeginningOffsets(Map.of(REQUESTS, 0L));
        consumer.rebalance(List.of(REQUESTS));
    }

    private double active() {
        return registry.get("sensieve.trainer.active").gauge().value();
    }
}
