package io.sensieve.standalone.demo;

import io.sensieve.DriftReport;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.streams.drift.detector.ErrorScale;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Follows all topics as a committed reader, on its own thread; everything that the demo says comes from here. */
final class TopicFollower implements AutoCloseable {
    private static final List<Topic<?, ?>> FOLLOWED = List.of(
            Topics.RECORDS,
            Topics.REDUCED,
            Topics.RECONSTRUCTIONS,
            Topics.DRIFT,
            Topics.DEAD_LETTERS,
            Topics.RETRAIN_REQUESTS,
            Topics.RETRAINS,
            Topics.SELECTIONS);

    /** What the errors are averaged over. */
    private record MeasuredError(int version, Instant timestamp, float error) {}

    private final String layout;
    private final TopicReader reader;
    private final Thread thread;
    private final AtomicLong recordsIn = new AtomicLong();
    private final AtomicLong reduced = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final List<MeasuredError> errors = new ArrayList<>();
    private final List<DriftReport> reports = new ArrayList<>();
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final List<RetrainOutcome> outcomes = new ArrayList<>();
    private final List<Selection> selections = new ArrayList<>();
    private long rebuilt;
    private int pointedAt;
    private int reducedBy;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /** @param layout whose selections, errors, reports and requests count; records are counted whatever their layout */
    TopicFollower(Map<String, Object> clientSettings, String layout) {
        this.layout = layout;
        reader = new TopicReader(clientSettings);
        reader.assign(FOLLOWED);
        reader.seekToBeginning();
        thread = new Thread(this::follow, "demo-readback");
        thread.start();
    }

    long recordsIn() {
        return checked(recordsIn).get();
    }

    long reduced() {
        return checked(reduced).get();
    }

    long deadLetters() {
        return checked(deadLetters).get();
    }

    synchronized long reconstructed() {
        return rebuilt;
    }

    /** The selection that the pointer names, once it is published and at least one record was projected by it. */
    synchronized Optional<Selection> inUse(int leastVersion) {
        checked(this);
        return selections.stream()
                .filter(selection ->
                        selection.getVersion() == pointedAt && pointedAt >= leastVersion && reducedBy >= leastVersion)
                .findFirst();
    }

    synchronized List<DriftReport> reports(Predicate<DriftReport> wanted) {
        checked(this);
        return reports.stream().filter(wanted).toList();
    }

    synchronized Optional<RetrainRequest> request(Predicate<RetrainRequest> wanted) {
        return requests.stream().filter(wanted).findFirst();
    }

    /** All requests from the {@code first}, counted from 0. */
    synchronized List<RetrainRequest> requestsFrom(int first) {
        return List.copyOf(requests.subList(first, requests.size()));
    }

    /** What became of retrains, from the {@code first}, counted from 0. */
    synchronized List<RetrainOutcome> outcomesFrom(int first) {
        return List.copyOf(outcomes.subList(first, outcomes.size()));
    }

    /** All reports from the {@code first}, counted from 0. */
    synchronized List<DriftReport> reportsFrom(int first) {
        checked(this);
        return List.copyOf(reports.subList(first, reports.size()));
    }

    /** How many records of our layout a version rebuilt. */
    synchronized long records(int version) {
        return errors.stream().filter(error -> error.version() == version).count();
    }

    /** A selection that was published. */
    synchronized Optional<Selection> selection(int version) {
        return selections.stream()
                .filter(selection -> selection.getVersion() == version)
                .findFirst();
    }

    /**
     * Mean normalised error of the records that some versions rebuilt, of event times from one until before another.
     * Each counts as at most what it does in a drift report: a glitch of one sensor is not the error of all records.
     */
    synchronized double meanError(IntPredicate versions, Instant from, Instant until) {
        return errors.stream()
                .filter(error -> versions.test(error.version())
                        && !error.timestamp().isBefore(from)
                        && error.timestamp().isBefore(until)
                        && !Float.isNaN(error.error()))
                .mapToDouble(error -> Math.min(error.error(), most(error.version())))
                .average()
                .orElse(Double.NaN);
    }

    private double most(int version) {
        return selection(version)
                .map(selection -> ErrorScale.mostInMeans(selection.getValidation()))
                .orElse(Double.MAX_VALUE);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }

    private <T> T checked(T value) {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return value;
    }

    private void follow() {
        try {
            while (!closed) {
                reader.poll(this::accept);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private synchronized void accept(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(Topics.RECORDS.name())) {
            recordsIn.incrementAndGet();
        } else if (topic.equals(Topics.DEAD_LETTERS.name())) {
            deadLetters.incrementAndGet();
        } else if (topic.equals(Topics.REDUCED.name())) {
            reduced.incrementAndGet();
            ReducedRecord value = reader.read(Topics.REDUCED, record);
            if (isOurs(value.getLayout())) {
                reducedBy = Math.max(reducedBy, value.getSelectionVersion());
            }
        } else if (topic.equals(Topics.RECONSTRUCTIONS.name())) {
            Reconstruction value = reader.read(Topics.RECONSTRUCTIONS, record);
            rebuilt++;
            if (isOurs(value.getLayout())) {
                errors.add(new MeasuredError(value.getSelectionVersion(), value.getTimestamp(), value.getError()));
            }
        } else if (topic.equals(Topics.DRIFT.name())) {
            DriftReport value = reader.read(Topics.DRIFT, record);
            if (isOurs(value.getLayout())) {
                reports.add(value);
            }
        } else if (topic.equals(Topics.RETRAIN_REQUESTS.name())) {
            RetrainRequest value = reader.read(Topics.RETRAIN_REQUESTS, record);
            if (isOurs(value.getLayout())) {
                requests.add(value);
            }
        } else if (topic.equals(Topics.RETRAINS.name())) {
            RetrainOutcome value = reader.read(Topics.RETRAINS, record);
            if (isOurs(value.getLayout())) {
                outcomes.add(value);
            }
        } else if (record.value() != null) {
            SpecificRecord value = reader.read(Topics.SELECTIONS, record);
            if (value instanceof Selection selection && isOurs(selection.getLayout())) {
                selections.add(selection);
            } else if (value instanceof SelectionPointer pointer && isOurs(pointer.getLayout())) {
                pointedAt = pointer.getVersion();
            }
        }
    }

    private boolean isOurs(String name) {
        return name.equals(layout);
    }
}
