package sensieve.trainer;

import java.util.Optional;

/**
 * What to train next.
 *
 * @param request what is answered by it, if it was asked for
 */
record TrainingOrder(String layout, Cause cause, Optional<PendingRequest> request) {}
