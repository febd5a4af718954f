package io.sensieve.trainer.publish;

import io.sensieve.ModelReference;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.ModelChunks;
import io.sensieve.signing.Signer;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.Metered;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes selections. One transaction holds the model chunks, the selection, the pointer, the tombstones of surplus
 * versions, the retrain outcome and the commit of the request, so that readers see all of them or none. A new publisher
 * fences every older one with the same transactional id.
 */
public final class SelectionPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionPublisher.class);

    private static final TopicPartition REQUESTS = new TopicPartition(Topics.RETRAIN_REQUESTS.name(), 0);
    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    private final Metered<Producer<byte[], byte[]>> metered;
    private final Producer<byte[], byte[]> producer;
    private final WireFormat format;
    private final InstantSource clock;
    private final Signer signer;

    /**
     * Content of a publication.
     *
     * @param modelFile empty if the topic already has the model
     * @param pinned whether the pointer is pinned
     * @param surplus versions to delete
     * @param orphans model files that only the surplus versions refer to
     */
    public record Publication(
            Selection selection,
            Optional<byte[]> modelFile,
            boolean pinned,
            List<SelectionVersion> surplus,
            List<ModelReference> orphans) {}

    /**
     * Creates a publisher and fences the former one.
     *
     * @throws KafkaException if the brokers cannot be reached
     */
    public SelectionPublisher(
            Metered<Producer<byte[], byte[]>> metered, WireFormat format, InstantSource clock, Signer signer) {
        this.format = format;
        this.metered = metered;
        this.producer = metered.client();
        this.clock = clock;
        this.signer = signer;
        producer.initTransactions();
    }

    /**
     * Publishes a selection and makes it the active version.
     *
     * @param commit empty if nobody requested the selection
     * @return the new pointer
     * @throws KafkaException if nothing was published
     */
    public SelectionPointer publish(Publication publication, RetrainOutcome outcome, Optional<RequestCommit> commit) {
        Selection selection = publication.selection();
        String layout = selection.getLayout();
        SelectionPointer pointer =
                new SelectionPointer(layout, selection.getVersion(), clock.instant(), publication.pinned(), UNSIGNED);
        inTransaction(commit, () -> {
            for (ModelReference orphan : publication.orphans()) {
                for (int i = 0; i < orphan.getChunks(); i++) {
                    delete(Topics.MODELS, Keys.chunk(orphan.getSha256(), i));
                }
            }
            publication
                    .modelFile()
                    .ifPresent(file -> ModelChunks.split(file)
                            .forEach(chunk ->
                                    send(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk)));
            publication
                    .surplus()
                    .forEach(version -> delete(Topics.SELECTIONS, Keys.selection(layout, version.number())));
            sendSigned(Keys.selection(layout, selection.getVersion()), selection);
            sendSigned(Keys.current(layout), pointer);
            send(Topics.RETRAINS, layout, outcome);
        });
        return pointer;
    }

    /**
     * Publishes a pointer whose pin has changed.
     *
     * @throws KafkaException if nothing was published
     */
    void publishPointer(SelectionPointer pointer, RetrainOutcome outcome, RequestCommit commit) {
        inTransaction(Optional.of(commit), () -> {
            sendSigned(Keys.current(pointer.getLayout()), pointer);
            send(Topics.RETRAINS, pointer.getLayout(), outcome);
        });
    }

    /**
     * Publishes the outcome of a request or of a training that ended without a new version.
     *
     * @param outcome empty if the request is unreadable
     * @param commit empty if nobody requested the training
     * @throws KafkaException if nothing was published
     */
    public void publishOutcome(Optional<RetrainOutcome> outcome, Optional<RequestCommit> commit) {
        inTransaction(commit, () -> outcome.ifPresent(record -> send(Topics.RETRAINS, record.getLayout(), record)));
    }

    private void inTransaction(Optional<RequestCommit> commit, Runnable sends) {
        producer.beginTransaction();
        try {
            sends.run();
            commit.ifPresent(
                    answer -> producer.sendOffsetsToTransaction(Map.of(REQUESTS, answer.position()), answer.group()));
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort();
            throw e;
        }
    }

    /** Aborts the transaction. A fenced producer cannot abort it; its successor has aborted it. */
    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.atDebug().setCause(e).log("transaction cannot be aborted");
        }
    }

    private <V> void send(Topic<String, V> topic, String key, V value) {
        write(topic, key, format.serialize(topic, value));
    }

    private void sendSigned(String key, SpecificRecord value) {
        Topic<String, SpecificRecord> topic = Topics.SELECTIONS;
        write(topic, key, signer.sign(format.serialize(topic, value)));
    }

    private void delete(Topic<String, ?> topic, String key) {
        write(topic, key, null);
    }

    private void write(Topic<String, ?> topic, String key, byte @Nullable [] value) {
        // The commit reports a failed send.
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() {
        metered.close();
    }
}
