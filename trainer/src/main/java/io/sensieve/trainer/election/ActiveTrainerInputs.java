package io.sensieve.trainer.election;

import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.kafka.KafkaClients.Metered;
import io.sensieve.trainer.kafka.PartitionReader;
import io.sensieve.trainer.kafka.PartitionScan;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.publish.SelectionTopicReader;
import io.sensieve.trainer.request.RequestLedger;
import io.sensieve.trainer.settings.TrainerSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@link ActiveTrainer} works with.
 *
 * @param publisher has fenced the predecessor
 * @param directory is filled by {@code tables}
 * @param records from the window's span on
 * @param ledger goes on where the predecessor stopped
 * @param told the outcomes that the predecessors told
 */
record ActiveTrainerInputs(
        SelectionPublisher publisher,
        SelectionDirectory directory,
        SelectionTopicReader tables,
        PartitionReader records,
        RequestLedger ledger,
        PartitionScan told)
        implements AutoCloseable {

    /**
     * Opens them; the predecessor is fenced first, so that what is read afterwards is final.
     *
     * @param settings whose keys sign, and count
     * @param from where the records are read from
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked; nothing stays open then
     */
    static ActiveTrainerInputs open(
            TrainerSettings settings,
            KafkaClients clients,
            WireFormat format,
            Consumer<byte[], byte[]> election,
            Instant from,
            InstantSource clock) {
        Deque<Metered<?>> opened = new ArrayDeque<>();
        try {
            var producer = clients.publisher();
            opened.push(producer);
            SelectionPublisher publisher = new SelectionPublisher(producer, format, clock, settings.signer());
            var tableReader = clients.reader();
            opened.push(tableReader);
            SelectionDirectory directory = new SelectionDirectory(format, settings.trustedKeys());
            SelectionTopicReader tables =
                    new SelectionTopicReader(tableReader, directory, List.of(Topics.LAYOUTS, Topics.SELECTIONS));
            var recordReader = clients.reader();
            opened.push(recordReader);
            PartitionReader records = PartitionReader.since(recordReader, Topics.RECORDS, from);
            TopicPartition requests = new TopicPartition(Topics.RETRAIN_REQUESTS.name(), 0);
            RequestLedger ledger = RequestLedger.resume(
                    Optional.ofNullable(election.committed(Set.of(requests)).get(requests)));
            var outcomeReader = clients.reader();
            opened.push(outcomeReader);
            PartitionScan told = PartitionScan.all(outcomeReader, Topics.RETRAINS);
            return new ActiveTrainerInputs(publisher, directory, tables, records, ledger, told);
        } catch (RuntimeException e) {
            opened.forEach(Metered::close);
            throw e;
        }
    }

    @Override
    public void close() {
        told.close();
        records.close();
        tables.close();
        publisher.close();
    }
}
