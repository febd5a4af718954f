package io.sensieve.trainer.request;

import io.sensieve.DriftReport;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that has not been answered.
 *
 * @param offset offset of the request in its topic
 */
public record PendingRequest(long offset, RetrainRequest request) {
    /** Returns the name of the layout. */
    public String layout() {
        return request.getLayout();
    }

    /** Returns the cause of the training or rollback that the request asks for. */
    public RetrainCause cause() {
        return RetrainCause.of(request.getRequestedBy());
    }

    /** Returns the error of the records behind the request over that of the validation rows; 0 if it is unknown. */
    public double errorRatio() {
        DriftReport evidence = request.getEvidence();
        return evidence == null ? 0 : evidence.getErrorRatio();
    }

    /** Returns whether the request is executed without a training. */
    public boolean isCommand() {
        return request.getAction() != RetrainAction.RETRAIN || cause() == RetrainCause.RECURRENCE;
    }

    /**
     * Returns the event time, in ms, from which records are to be used. Empty for a faulty sensor, because older
     * records have the same distribution.
     */
    public Optional<Long> since() {
        return Optional.ofNullable(request.getSince())
                .filter(since -> cause() != RetrainCause.SENSOR)
                .map(Instant::toEpochMilli);
    }
}
