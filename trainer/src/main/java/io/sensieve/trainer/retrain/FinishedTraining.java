package io.sensieve.trainer.retrain;

import java.time.Duration;

/**
 * A training that has ended.
 *
 * @param duration wall-clock time from the start to the collection of the result
 */
public record FinishedTraining(TrainingJob job, TrainingResult result, Duration duration) {}
