package io.sensieve.trainer.retrain;

import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RetrainCause;
import java.util.Optional;

/**
 * Decision of the scheduler to train a layout.
 *
 * @param request request that the training answers; empty if nobody requested it
 */
public record TrainingOrder(String layout, RetrainCause cause, Optional<PendingRequest> request) {}
