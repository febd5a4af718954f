/** Decides when a layout is trained, trains a challenger, and handles the result. */
@NullMarked
package io.sensieve.trainer.retrain;

import org.jspecify.annotations.NullMarked;
