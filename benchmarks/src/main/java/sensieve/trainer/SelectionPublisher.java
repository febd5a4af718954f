package sensieve.trainer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import sensieve.RetrainOutcome;
import sensieve.RetrainResult;
import sensieve.Selection;
import sensieve.service.Settings;
import sensieve.topic.WireFormat;

/** Lets a benchmark publish selections exactly as the trainer does: each is one transaction. */
@NullMarked
public final class SelectionPublisher implements AutoCloseable {
    private final Publisher publisher;

    /** Connects, and fences any trainer. */
    public SelectionPublisher(String bootstrapServers) {
        TrainerSettings settings = TrainerSettings.of(
                Settings.of(TrainerSettings.definition(), Map.of("kafka.bootstrap.servers", bootstrapServers)));
        publisher = new Publisher(
                new KafkaClients(settings, new SimpleMeterRegistry()).publisher(),
                WireFormat.singleObject(),
                InstantSource.system(),
                settings.signer());
    }

    /** Publishes one; returns when it is committed. */
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
                new Publisher.Publication(selection, Optional.of(modelFile), false, List.of(), List.of()),
                outcome,
                Optional.empty());
    }

    @Override
    public void close() {
        publisher.close();
    }
}
