/** Evaluates a trained model on held-out rows, and builds the reference profile for drift. */
@NullMarked
package io.sensieve.trainer.learn.evaluation;

import org.jspecify.annotations.NullMarked;
