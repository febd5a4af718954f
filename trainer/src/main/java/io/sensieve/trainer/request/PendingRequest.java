package io.sensieve.trainer.request;

import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import java.time.Instant;
import java.util.Optional;

/** A request that has not been answered, with its place in the topic. */
public record PendingRequest(long offset, RetrainRequest request) {
    public String layout() {
        return request.getLayout();
    }

    public RetrainCause cause() {
        return RetrainCause.of(request.getRequestedBy());
    }

    /** Whether it is carried out without a training. */
    public boolean isCommand() {
        return request.getAction() != RetrainAction.RETRAIN || cause() == RetrainCause.PROBATION;
    }

    /**
     * Event time, ms, before which records are not to be learnt from; none for a dead sensor, for the world has not
     * changed.
     */
    public Optional<Long> since() {
        return Optional.ofNullable(request.getSince())
                .filter(since -> cause() != RetrainCause.SENSOR)
                .map(Instant::toEpochMilli);
    }
}
