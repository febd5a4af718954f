package io.sensieve.trainer.election;

import io.sensieve.topic.Topics;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.kafka.KafkaClients.Metered;
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
 * Waits for the one partition of the requests, and is the active trainer while it owns it. Needs nothing but Kafka: the
 * group assigns the partition, the transactional id fences whoever has not noticed that it lost it.
 */
public final class ElectionLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionLoop.class);
    private static final Duration STANDBY_WAIT = Duration.ofMillis(250);
    private static final Duration ACTIVE_WAIT = Duration.ofMillis(1);
    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final long RETRY_SECONDS = 1;

    private final KafkaClients clients;
    private final Function<Consumer<byte[], byte[]>, ActiveTrainer> takeOffice;
    private final TrainerMeters meters;
    private final InstantSource clock;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> electing;
    private volatile boolean joined;
    private volatile Instant lastTurn;
    private int assignments;
    private boolean assigned;
    private int termAssignment;
    private @Nullable ActiveTrainer term;

    public ElectionLoop(
            KafkaClients clients,
            Function<Consumer<byte[], byte[]>, ActiveTrainer> takeOffice,
            TrainerMeters meters,
            InstantSource clock) {
        this.clients = clients;
        this.takeOffice = takeOffice;
        this.meters = meters;
        this.clock = clock;
        this.lastTurn = clock.instant();
    }

    /** Runs until {@link #end()}. */
    public void run() throws InterruptedException {
        try (Metered<Consumer<byte[], byte[]>> metered = clients.election()) {
            Consumer<byte[], byte[]> election = metered.client();
            electing = election;
            subscribe(election);
            turnUntilEnd(election);
        } finally {
            electing = null;
        }
    }

    private void turnUntilEnd(Consumer<byte[], byte[]> election) throws InterruptedException {
        try {
            while (ending.getCount() > 0) {
                turn(election);
                lastTurn = clock.instant();
            }
        } finally {
            leaveOffice();
        }
    }

    private void turn(Consumer<byte[], byte[]> election) throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> requests = election.poll(term == null ? STANDBY_WAIT : ACTIVE_WAIT);
            followAssignment(election);
            ActiveTrainer current = term;
            if (current != null) {
                current.turn(requests);
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("woken up");
        } catch (AuthenticationException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("Kafka refused; standing down and trying again");
            leaveOffice();
            election.unsubscribe();
            if (!ending.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                subscribe(election);
            }
        }
    }

    private void followAssignment(Consumer<byte[], byte[]> election) {
        if (term != null && (!assigned || termAssignment != assignments)) {
            leaveOffice();
            LOG.atInfo().log("trainer stands by");
        }
        if (term == null && assigned) {
            term = takeOffice.apply(election);
            termAssignment = assignments;
            meters.active(true);
            LOG.atInfo().log("trainer is active");
        }
    }

    private void leaveOffice() {
        meters.active(false);
        ActiveTrainer last = term;
        term = null;
        if (last != null) {
            last.close();
        }
    }

    private void subscribe(Consumer<byte[], byte[]> election) {
        election.subscribe(List.of(Topics.RETRAIN_REQUESTS.name()), new ConsumerRebalanceListener() {
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

    /** Asks it to end; it does so after the turn that it is in. */
    public void end() {
        ending.countDown();
        Consumer<byte[], byte[]> election = electing;
        if (election != null) {
            election.wakeup();
        }
    }

    /** That it has not joined the group yet. */
    public Optional<String> outsider() {
        return joined ? Optional.empty() : Optional.of("not yet a member of the trainers' group");
    }

    /** That its thread stands still. */
    public Optional<String> stall() {
        Duration since = Duration.between(lastTurn, clock.instant());
        return since.compareTo(STALLED) > 0
                ? Optional.of("no turn of the loop for " + since.toSeconds() + " s")
                : Optional.empty();
    }
}
