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
import io.sensieve.trainer.kafka.KafkaClients.Metered;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes selections: model chunks, selection, pointer, the end of surplus versions, the outcome and the answer to
 * the request are one transaction, of which readers see all or nothing. Making one fences any older trainer.
 */
public final class SelectionPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionPublisher.class);

    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    private final Metered<Producer<byte[], byte[]>> metered;
    private final Producer<byte[], byte[]> producer;
    private final WireFormat format;
    private final InstantSource clock;
    private final Signer signer;

    /** The answer to a request: the position that the group commits. */
    public record Answer(OffsetAndMetadata position, ConsumerGroupMetadata group) {}

    /**
     * What is published.
     *
     * @param modelFile empty where the model is there already
     * @param pinned whether it is held from now on
     * @param surplus versions to delete
     * @param orphans model files that only those versions refer to
     */
    public record Publication(
            Selection selection,
            Optional<byte[]> modelFile,
            boolean pinned,
            List<SelectionDirectory.Version> surplus,
            List<ModelReference> orphans) {}

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
     * Publishes a selection.
     *
     * @return the pointer that is in force from now on
     * @throws KafkaException if nothing was published
     */
    public SelectionPointer publish(Publication publication, RetrainOutcome outcome, Optional<Answer> answer) {
        Selection selection = publication.selection();
        String layout = selection.getLayout();
        SelectionPointer pointer =
                new SelectionPointer(layout, selection.getVersion(), clock.instant(), publication.pinned(), UNSIGNED);
        inTransaction(answer, () -> {
            for (ModelReference orphan : publication.orphans()) {
                for (int i = 0; i < orphan.getChunks(); i++) {
                    delete(Topics.MODELS, Keys.chunk(orphan.getSha256(), i));
                }
            }
            publication
                    .modelFile()
                    .ifPresent(file -> ModelChunks.cut(file)
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

    /** Pins the version in force, or lets it go. */
    public void point(SelectionPointer pointer, RetrainOutcome outcome, Answer answer) {
        inTransaction(Optional.of(answer), () -> {
            sendSigned(Keys.current(pointer.getLayout()), pointer);
            send(Topics.RETRAINS, pointer.getLayout(), outcome);
        });
    }

    /**
     * Answers a request without a publication, or tells what became of a training that nobody asked for.
     *
     * @param outcome none where the request cannot be read
     */
    public void tell(Optional<RetrainOutcome> outcome, Optional<Answer> answer) {
        inTransaction(answer, () -> outcome.ifPresent(told -> send(Topics.RETRAINS, told.getLayout(), told)));
    }

    private void inTransaction(Optional<Answer> answer, Runnable sends) {
        producer.beginTransaction();
        try {
            sends.run();
            answer.ifPresent(given -> producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition(Topics.RETRAIN_REQUESTS.name(), 0), given.position()), given.group()));
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort();
            throw e;
        }
    }

    /** A fenced producer cannot even abort; its successor has done so. */
    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.atDebug().setCause(e).log("transaction cannot be aborted");
        }
    }

    private <V> void send(Topic<String, V> topic, String key, V value) {
        write(topic, key, format.write(topic, value));
    }

    private void sendSigned(String key, SpecificRecord value) {
        Topic<String, SpecificRecord> topic = Topics.SELECTIONS;
        write(topic, key, signer.sign(format.write(topic, value)));
    }

    private void delete(Topic<String, ?> topic, String key) {
        write(topic, key, null);
    }

    private void write(Topic<String, ?> topic, String key, byte @Nullable [] value) {
        // What goes wrong with it comes out of the commit.
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() {
        metered.close();
    }
}
