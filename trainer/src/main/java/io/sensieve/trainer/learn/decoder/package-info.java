/** The decoder while it is trained: network, mini-batches, training and warm start. */
@NullMarked
package io.sensieve.trainer.learn.decoder;

import org.jspecify.annotations.NullMarked;
