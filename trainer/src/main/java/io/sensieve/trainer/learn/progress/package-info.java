/** Progress and failure of a training, as reported to its caller. */
@NullMarked
package io.sensieve.trainer.learn.progress;

import org.jspecify.annotations.NullMarked;
