package io.sensieve.trainer.election;

import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.kafka.Metered;
import io.sensieve.trainer.kafka.PartitionReader;
import io.sensieve.trainer.kafka.PartitionScan;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.publish.SelectionTopicReader;
import io.sensieve.trainer.request.RequestLedger;
import io.sensieve.trainer.settings.TrainerSettings;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Readers, publisher and ledger of an {@link ActiveTrainer}.
 *
 * @param publisher publishes, and has fenced the former active trainer
 * @param directory directory that {@code tables} fills
 * @param tables reads the layouts and selections
 * @param records reads the records, from the span of the windows on
 * @param ledger continues from the group's commit
 * @param outcomes reads the outcomes of former active trainers
 */
record ActiveTrainerInputs(
        SelectionPublisher publisher,
        SelectionDirectory directory,
        SelectionTopicReader tables,
        PartitionReader records,
        RequestLedger ledger,
        PartitionScan outcomes)
        implements AutoCloseable {

    /**
     * Opens all inputs. Fences the former active trainer first, so that what is read afterwards is final.
     *
     * @param member consumer that owns the partition of the requests
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be reached; then nothing stays open
     */
    static ActiveTrainerInputs open(
            TrainerSettings settings,
            KafkaClients clients,
            WireFormat format,
            Consumer<byte[], byte[]> member,
            InstantSource clock) {
        Deque<Metered<?>> opened = new ArrayDeque<>();
        try {
            var producer = clients.transactionalProducer();
            opened.push(producer);
            SelectionPublisher publisher = new SelectionPublisher(
                    producer, format, clock, settings.publish().signer());
            var tableReader = clients.reader();
            opened.push(tableReader);
            SelectionDirectory directory = new SelectionDirectory(
                    format, settings.publish().trustedKeys(), settings.window().layoutsMax());
            SelectionTopicReader tables =
                    new SelectionTopicReader(tableReader, directory, List.of(Topics.LAYOUTS, Topics.SELECTIONS));
            var recordReader = clients.reader();
            opened.push(recordReader);
            PartitionReader records = PartitionReader.since(
                    recordReader,
                    Topics.RECORDS,
                    clock.instant().minus(settings.window().span()),
                    settings.window().minRows());
            TopicPartition requests = new TopicPartition(Topics.RETRAIN_REQUESTS.name(), 0);
            RequestLedger ledger = RequestLedger.resume(
                    Optional.ofNullable(member.committed(Set.of(requests)).get(requests)));
            var outcomeReader = clients.reader();
            opened.push(outcomeReader);
            PartitionScan outcomes = PartitionScan.all(outcomeReader, Topics.RETRAINS);
            return new ActiveTrainerInputs(publisher, directory, tables, records, ledger, outcomes);
        } catch (RuntimeException | Error e) {
            opened.forEach(Metered::close);
            throw e;
        }
    }

    /** Returns whether the state of former active trainers has been read. */
    boolean isRestored() {
        return tables.isCaughtUp() && outcomes.isComplete();
    }

    @Override
    public void close() {
        outcomes.close();
        records.close();
        tables.close();
        publisher.close();
    }
}
