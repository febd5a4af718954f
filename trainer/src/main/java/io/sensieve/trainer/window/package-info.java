/** The training window of each layout: a bounded, uniform sample of its recent records. */
@NullMarked
package io.sensieve.trainer.window;

import org.jspecify.annotations.NullMarked;
