/** Settings of the selection methods. */
@NullMarked
package io.sensieve.trainer.learn.settings;

import org.jspecify.annotations.NullMarked;
