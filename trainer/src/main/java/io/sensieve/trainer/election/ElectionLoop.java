package io.sensieve.trainer.election;

import io.sensieve.topic.Topics;
import io.sensieve.trainer.kafka.Metered;
import io.sensieve.trainer.metrics.TrainerMeters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects the active trainer. The consumer group assigns the only partition of the requests to one member, which is
 * active while it owns the partition; the others are standbys. The transactional id fences a former active trainer that
 * has not noticed the loss of its partition.
 */
public final class ElectionLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionLoop.class);
    private static final Duration STANDBY_POLL_TIMEOUT = Duration.ofMillis(250);
    private static final Duration ACTIVE_POLL_TIMEOUT = Duration.ofMillis(1);
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);
    private static final long RETRY_SECONDS = 1;

    private final Supplier<Metered<Consumer<byte[], byte[]>>> members;
    private final Function<Consumer<byte[], byte[]>, ? extends ActiveRole> roles;
    private final TrainerMeters meters;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> member;
    private volatile boolean joined;
    private volatile Instant lastIteration;
    private int assignments;
    private boolean assigned;
    private int activeAssignment;
    private @Nullable ActiveRole active;

    /**
     * Creates a loop that is not started.
     *
     * @param members creates the consumer that joins the trainers' group
     * @param roles creates the role of the active trainer, at each election
     */
    public ElectionLoop(
            Supplier<Metered<Consumer<byte[], byte[]>>> members,
            Function<Consumer<byte[], byte[]>, ? extends ActiveRole> roles,
            TrainerMeters meters,
            InstantSource clock) {
        this.members = members;
        this.roles = roles;
        this.meters = meters;
        this.clock = clock;
        this.lastIteration = clock.instant();
    }

    /**
     * Runs until {@link #stop()}.
     *
     * @throws AuthenticationException if the brokers do not accept the credentials
     * @throws AuthorizationException if an ACL is missing
     */
    public void run() throws InterruptedException {
        try (Metered<Consumer<byte[], byte[]>> metered = members.get()) {
            Consumer<byte[], byte[]> consumer = metered.client();
            member = consumer;
            subscribe(consumer);
            runUntilStopped(consumer);
        } finally {
            member = null;
        }
    }

    private void runUntilStopped(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            while (stopping.getCount() > 0) {
                runOnce(consumer);
                lastIteration = clock.instant();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            resignAfter(e);
            throw e;
        }
        resign();
    }

    /** Resigns without hiding the failure that ended the loop. */
    private void resignAfter(Throwable failure) {
        try {
            resign();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void runOnce(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> requests =
                    consumer.poll(active == null ? STANDBY_POLL_TIMEOUT : ACTIVE_POLL_TIMEOUT);
            followAssignment(consumer);
            ActiveRole role = active;
            if (role != null) {
                role.runOnce(requests);
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("consumer was woken up");
        } catch (AuthenticationException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("trainer resigns because of a Kafka error, and rejoins its group");
            resign();
            consumer.unsubscribe();
            if (!stopping.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                subscribe(consumer);
            }
        }
    }

    private void followAssignment(Consumer<byte[], byte[]> consumer) {
        if (active != null && (!assigned || activeAssignment != assignments)) {
            resign();
            LOG.atInfo().log("trainer is a standby");
        }
        if (active == null && assigned) {
            active = roles.apply(consumer);
            activeAssignment = assignments;
            meters.setActive(true);
            LOG.atInfo().log("trainer is active");
        }
    }

    private void resign() {
        meters.setActive(false);
        ActiveRole last = active;
        active = null;
        if (last != null) {
            last.close();
        }
    }

    private void subscribe(Consumer<byte[], byte[]> consumer) {
        consumer.subscribe(List.of(Topics.RETRAIN_REQUESTS.name()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                joined = true;
                if (!partitions.isEmpty()) {
                    assigned = true;
                    assignments++;
                }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                assigned &= partitions.isEmpty();
            }
        });
    }

    /** Asks the loop to end after its present iteration. */
    public void stop() {
        stopping.countDown();
        Consumer<byte[], byte[]> consumer = member;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Returns why the trainer is not a member of its group; empty if it is one. */
    public Optional<String> membershipProblem() {
        return joined ? Optional.empty() : Optional.of("not yet a member of the trainers' group");
    }

    /** Returns for how long the loop has been stalled; empty if it is running. */
    public Optional<String> stallProblem() {
        Duration since = Duration.between(lastIteration, clock.instant());
        return since.compareTo(STALL_TIMEOUT) > 0
                ? Optional.of("no iteration of the loop for " + since.toSeconds() + " s")
                : Optional.empty();
    }
}
