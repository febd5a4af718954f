package io.sensieve.standalone.client;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends requests to the trainer through {@code sensor.retrain-requests} and waits for their outcomes. */
public final class TrainerClient {
    private final Map<String, Object> clientSettings;
    private final InstantSource clock;

    /** @param clientSettings of Kafka, and of the schema registry if there is one */
    public TrainerClient(Map<String, Object> clientSettings, InstantSource clock) {
        this.clientSettings = clientSettings;
        this.clock = clock;
    }

    /** Sends a request and returns when the broker has stored it. */
    public void send(RetrainRequest request) throws InterruptedException {
        try (DeviceProducer producer = new DeviceProducer(clientSettings)) {
            producer.store(Topics.RETRAIN_REQUESTS, request.getLayout(), request);
        }
    }

    /**
     * Sends a request and waits for its outcome.
     *
     * @return the outcome; empty if there was none within {@code patience}
     * @throws io.sensieve.service.SettingException if the topics of the trainer do not exist
     */
    public Optional<RetrainOutcome> sendAndAwait(RetrainRequest request, Duration patience)
            throws InterruptedException {
        try (TopicReader reader = new TopicReader(clientSettings);
                DeviceProducer producer = new DeviceProducer(clientSettings)) {
            reader.assign(Topics.RETRAINS);
            reader.seekToEnd();
            long offset = producer.store(Topics.RETRAIN_REQUESTS, request.getLayout(), request);
            Instant end = clock.instant().plus(patience);
            List<RetrainOutcome> outcomes = new ArrayList<>();
            while (outcomes.isEmpty()
                    && clock.instant().isBefore(end)
                    && !Thread.currentThread().isInterrupted()) {
                reader.poll(record -> {
                    RetrainOutcome outcome = reader.read(Topics.RETRAINS, record);
                    if (outcome.getRequestOffset() == offset) {
                        outcomes.add(outcome);
                    }
                });
            }
            return outcomes.stream().findFirst();
        }
    }
}
