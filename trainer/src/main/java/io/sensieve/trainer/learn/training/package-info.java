/** What all selection methods share: the selector interface, one training on the engine, its result. */
@NullMarked
package io.sensieve.trainer.learn.training;

import org.jspecify.annotations.NullMarked;
