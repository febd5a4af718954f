@NullMarked
package io.sensieve.trainer.learn;

import org.jspecify.annotations.NullMarked;
