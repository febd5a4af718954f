/** Tests of studies around a training, on planted data. */
@NullMarked
package io.sensieve.trainer.study;

import org.jspecify.annotations.NullMarked;
