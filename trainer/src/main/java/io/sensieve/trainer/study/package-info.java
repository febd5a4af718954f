/** Studies of a trained selection: error by K, stability over subsamples, failing sensors. */
@NullMarked
package io.sensieve.trainer.study;

import org.jspecify.annotations.NullMarked;
