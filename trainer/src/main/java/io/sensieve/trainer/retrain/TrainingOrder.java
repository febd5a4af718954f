package io.sensieve.trainer.retrain;

import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RetrainCause;
import java.util.Optional;

/**
 * What to train next.
 *
 * @param request what is answered by it, if it was asked for
 */
public record TrainingOrder(String layout, RetrainCause cause, Optional<PendingRequest> request) {}
