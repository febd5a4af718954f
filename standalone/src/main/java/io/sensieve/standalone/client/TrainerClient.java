package io.sensieve.standalone.client;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the trainer by the topics, and waits for its answer. */
public final class TrainerClient {
    private final Map<String, Object> clientSettings;
    private final InstantSource clock;

    public TrainerClient(Map<String, Object> clientSettings, InstantSource clock) {
        this.clientSettings = clientSettings;
        this.clock = clock;
    }

    /** Asks. */
    public void ask(RetrainRequest request) throws InterruptedException {
        try (DeviceProducer producer = new DeviceProducer(clientSettings)) {
            producer.store(Topics.RETRAIN_REQUESTS, request.getLayout(), request);
        }
    }

    /**
     * Asks and waits.
     *
     * @return the answer; empty if none came in time
     * @throws io.sensieve.service.SettingException if no trainer has ever run there
     */
    public Optional<RetrainOutcome> ask(RetrainRequest request, Duration patience) throws InterruptedException {
        try (TopicReader reader = new TopicReader(clientSettings);
                DeviceProducer producer = new DeviceProducer(clientSettings)) {
            reader.assign(Topics.RETRAINS);
            reader.seekToEnd();
            long offset = producer.store(Topics.RETRAIN_REQUESTS, request.getLayout(), request);
            var end = clock.instant().plus(patience);
            List<RetrainOutcome> answers = new ArrayList<>();
            while (answers.isEmpty()
                    && clock.instant().isBefore(end)
                    && !Thread.currentThread().isInterrupted()) {
                reader.poll(record -> {
                    RetrainOutcome outcome = reader.read(Topics.RETRAINS, record);
                    if (outcome.getRequestOffset() == offset) {
                        answers.add(outcome);
                    }
                });
            }
            return answers.stream().findFirst();
        }
    }
}
