package sensieve.trainer;

import java.time.Instant;
import java.util.Optional;
import sensieve.RetrainRequest;

/** A request that has not been answered, with its place in the topic. */
record PendingRequest(long offset, RetrainRequest request) {
    String layout() {
        return request.getLayout();
    }

    Cause cause() {
        return Cause.of(request.getRequestedBy());
    }

    /** Event time, ms, before which records are not to be learnt from. */
    Optional<Long> since() {
        return Optional.ofNullable(request.getSince()).map(Instant::toEpochMilli);
    }
}
