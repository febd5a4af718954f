/** The PyTorch engine: session, optimizer and dropout. */
@NullMarked
package io.sensieve.trainer.learn.engine;

import org.jspecify.annotations.NullMarked;
