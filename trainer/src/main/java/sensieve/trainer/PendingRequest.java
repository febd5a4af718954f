package sensieve.trainer;

import java.time.Instant;
import java.util.Optional;
import sensieve.RetrainAction;
import sensieve.RetrainRequest;

/** A request that has not been answered, with its place in the topic. */
record PendingRequest(long offset, RetrainRequest request) {
    String layout() {
        return request.getLayout();
    }

    Cause cause() {
        return Cause.of(request.getRequestedBy());
    }

    /** Whether it is carried out without a training. */
    boolean isCommand() {
        return request.getAction() != RetrainAction.RETRAIN || cause() == Cause.PROBATION;
    }

    /**
     * Event time, ms, before which records are not to be learnt from; none for a dead sensor, for the world has not
     * changed.
     */
    Optional<Long> since() {
        return Optional.ofNullable(request.getSince())
                .filter(since -> cause() != Cause.SENSOR)
                .map(Instant::toEpochMilli);
    }
}
