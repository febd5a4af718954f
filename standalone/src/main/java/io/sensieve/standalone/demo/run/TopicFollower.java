package io.sensieve.standalone.demo.run;

import io.sensieve.DriftReport;
import io.sensieve.ModelChunk;
import io.sensieve.ModelReference;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.streams.drift.detector.ErrorScale;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the committed records of all topics on its own thread and keeps what a demo reports.
 *
 * <p>Every accessor throws the exception or error that ended the thread, if one did.
 */
public final class TopicFollower implements AutoCloseable {
    private static final List<Topic<?, ?>> FOLLOWED = List.of(
            Topics.RECORDS,
            Topics.REDUCED,
            Topics.RECONSTRUCTIONS,
            Topics.DRIFT,
            Topics.DEAD_LETTERS,
            Topics.RETRAIN_REQUESTS,
            Topics.RETRAINS,
            Topics.SELECTIONS,
            Topics.MODELS);

    private final String layout;
    private final TopicReader reader;
    private final WatchedThread thread;
    private final Map<String, Consumer<ConsumerRecord<byte[], byte[]>>> handlers;
    private final ReconstructionErrors errors = new ReconstructionErrors();
    private final List<DriftReport> reports = new ArrayList<>();
    private final List<RetrainRequest> requests = new ArrayList<>();
    private final List<RetrainOutcome> outcomes = new ArrayList<>();
    private final List<Selection> selections = new ArrayList<>();
    private final Map<String, ModelChunk> chunks = new HashMap<>();
    private long recordsIn;
    private long reduced;
    private long reconstructed;
    private long deadLetters;
    private int activeVersion;
    private int newestReducingVersion;
    private volatile boolean closed;

    /**
     * Starts to read from the beginning of each topic.
     *
     * @param layout whose selections, errors, reports and requests are kept; records of all layouts are counted
     */
    public TopicFollower(Map<String, Object> clientSettings, String layout) {
        this.layout = layout;
        reader = new TopicReader(clientSettings);
        handlers = Map.of(
                Topics.RECORDS.name(),
                record -> recordsIn++,
                Topics.DEAD_LETTERS.name(),
                record -> deadLetters++,
                Topics.REDUCED.name(),
                this::acceptReduced,
                Topics.RECONSTRUCTIONS.name(),
                this::acceptReconstruction,
                Topics.DRIFT.name(),
                keep(Topics.DRIFT, DriftReport::getLayout, reports),
                Topics.RETRAIN_REQUESTS.name(),
                keep(Topics.RETRAIN_REQUESTS, RetrainRequest::getLayout, requests),
                Topics.RETRAINS.name(),
                keep(Topics.RETRAINS, RetrainOutcome::getLayout, outcomes),
                Topics.SELECTIONS.name(),
                this::acceptSelection,
                Topics.MODELS.name(),
                this::acceptModel);
        reader.assign(FOLLOWED);
        reader.seekToBeginning();
        thread = WatchedThread.start("demo-topics", this::follow);
    }

    /** Number of records that devices sent. */
    public synchronized long recordsIn() {
        thread.check();
        return recordsIn;
    }

    /** Number of reduced records. */
    public synchronized long reduced() {
        thread.check();
        return reduced;
    }

    /** Number of reconstructions. */
    public synchronized long reconstructed() {
        thread.check();
        return reconstructed;
    }

    /** Number of dead letters. */
    public synchronized long deadLetters() {
        thread.check();
        return deadLetters;
    }

    /** The active selection, if it has at least this version and the app reduces records with such a version. */
    public synchronized Optional<Selection> inUse(int leastVersion) {
        thread.check();
        return activeVersion >= leastVersion && newestReducingVersion >= leastVersion
                ? selection(activeVersion)
                : Optional.empty();
    }

    /** A published selection. */
    public synchronized Optional<Selection> selection(int version) {
        thread.check();
        return selections.stream()
                .filter(selection -> selection.getVersion() == version)
                .findFirst();
    }

    /** A published selection with its model; empty if it was not published or its model has not arrived. */
    public synchronized Optional<LoadedSelection> load(int version) {
        return selection(version).flatMap(selection -> {
            ModelReference model = selection.getModel();
            try {
                byte[] file = ModelChunks.join(
                        model,
                        model.getBytes(),
                        index -> Optional.ofNullable(chunks.get(Keys.chunk(model.getSha256(), index))));
                return Optional.of(LoadedSelection.of(selection, file, Optional.empty()));
            } catch (RefusedSelectionException e) {
                return Optional.empty();
            }
        });
    }

    /** Calls {@code action} with the event time and version of each reconstruction. */
    public synchronized void forEachReconstruction(ObjIntConsumer<Instant> action) {
        thread.check();
        errors.forEach(action);
    }

    /** The drift reports that match. */
    public synchronized List<DriftReport> reports(Predicate<DriftReport> wanted) {
        thread.check();
        return reports.stream().filter(wanted).toList();
    }

    /** The first retrain request that matches. */
    public synchronized Optional<RetrainRequest> request(Predicate<RetrainRequest> wanted) {
        thread.check();
        return requests.stream().filter(wanted).findFirst();
    }

    /** All retrain requests from the one with number {@code first}, counted from 0. */
    public synchronized List<RetrainRequest> requestsFrom(int first) {
        thread.check();
        return List.copyOf(requests.subList(first, requests.size()));
    }

    /** All retrain outcomes from the one with number {@code first}, counted from 0. */
    public synchronized List<RetrainOutcome> outcomesFrom(int first) {
        thread.check();
        return List.copyOf(outcomes.subList(first, outcomes.size()));
    }

    /** All drift reports from the one with number {@code first}, counted from 0. */
    public synchronized List<DriftReport> reportsFrom(int first) {
        thread.check();
        return List.copyOf(reports.subList(first, reports.size()));
    }

    /** Number of records of the layout that a version reconstructed. */
    public synchronized long records(int version) {
        thread.check();
        return errors.count(version);
    }

    /**
     * Mean normalised error of the records that some versions reconstructed, with event times in {@code [from, until)}.
     * A single error is limited as in drift reports, so that the glitch of one sensor does not dominate the mean.
     */
    public synchronized double meanError(IntPredicate versions, Instant from, Instant until) {
        thread.check();
        return errors.mean(versions, from, until, this::errorLimit);
    }

    private double errorLimit(int version) {
        return selection(version)
                .map(selection -> ErrorScale.windowErrorMax(selection.getValidation()))
                .orElse(Double.MAX_VALUE);
    }

    @Override
    public void close() {
        closed = true;
        thread.join();
        reader.close();
    }

    private void follow() {
        while (!closed) {
            reader.poll(this::accept);
        }
    }

    private synchronized void accept(ConsumerRecord<byte[], byte[]> record) {
        Consumer<ConsumerRecord<byte[], byte[]>> handler = handlers.get(record.topic());
        if (handler != null) {
            handler.accept(record);
        }
    }

    private void acceptReduced(ConsumerRecord<byte[], byte[]> record) {
        ReducedRecord value = reader.read(Topics.REDUCED, record);
        reduced++;
        if (value.getLayout().equals(layout)) {
            newestReducingVersion = Math.max(newestReducingVersion, value.getSelectionVersion());
        }
    }

    private void acceptReconstruction(ConsumerRecord<byte[], byte[]> record) {
        Reconstruction value = reader.read(Topics.RECONSTRUCTIONS, record);
        reconstructed++;
        if (value.getLayout().equals(layout)) {
            errors.add(value);
        }
    }

    private void acceptModel(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            ModelChunk chunk = reader.read(Topics.MODELS, record);
            chunks.put(Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk);
        }
    }

    private void acceptSelection(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        SpecificRecord value = reader.read(Topics.SELECTIONS, record);
        if (value instanceof Selection selection && selection.getLayout().equals(layout)) {
            selections.add(selection);
        } else if (value instanceof SelectionPointer pointer
                && pointer.getLayout().equals(layout)) {
            activeVersion = pointer.getVersion();
        }
    }

    private <V> Consumer<ConsumerRecord<byte[], byte[]>> keep(
            Topic<?, V> topic, Function<V, String> layoutOf, List<V> kept) {
        return record -> {
            V value = reader.read(topic, record);
            if (layoutOf.apply(value).equals(layout)) {
                kept.add(value);
            }
        };
    }
}
