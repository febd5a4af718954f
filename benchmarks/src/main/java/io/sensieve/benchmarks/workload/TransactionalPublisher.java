package io.sensieve.benchmarks.workload;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.service.Settings;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.publish.SelectionPublisher;
import io.sensieve.trainer.settings.TrainerSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes selections with the publisher of the trainer: each selection is one transaction. */
public final class TransactionalPublisher implements AutoCloseable {
    private final SelectionPublisher publisher;

    /** Connects to a cluster; fences any trainer. */
    public TransactionalPublisher(String bootstrapServers) {
        TrainerSettings settings = TrainerSettings.of(
                Settings.of(TrainerSettings.definition(), Map.of("kafka.bootstrap.servers", bootstrapServers)));
        publisher = new SelectionPublisher(
                new KafkaClients(settings.kafka(), new SimpleMeterRegistry()).transactionalProducer(),
                WireFormat.singleObject(),
                InstantSource.system(),
                settings.publish().signer());
    }

    /** Publishes a selection; returns after the commit. */
    public void publish(Selection selection, byte[] modelFile) {
        RetrainOutcome outcome = RetrainOutcome.newBuilder()
                .setLayout(selection.getLayout())
                .setCause(selection.getProvenance().getTrigger())
                .setResult(RetrainResult.PUBLISHED)
                .setReason("published by a benchmark")
                .setDecidedAt(Instant.now())
                .setVersion(selection.getVersion())
                .build();
        publisher.publish(
                new SelectionPublisher.Publication(selection, Optional.of(modelFile), false, List.of(), List.of()),
                outcome,
                Optional.empty());
    }

    @Override
    public void close() {
        publisher.close();
    }
}
