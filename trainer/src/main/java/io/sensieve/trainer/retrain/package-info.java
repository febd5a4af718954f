/** Retraining: schedules trainings, trains challengers beside the polling loop, and handles their results. */
@NullMarked
package io.sensieve.trainer.retrain;

import org.jspecify.annotations.NullMarked;
