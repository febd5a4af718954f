/** Dense linear algebra of the selectors: ridge regression and symmetric matrices. */
@NullMarked
package io.sensieve.trainer.learn.algebra;

import org.jspecify.annotations.NullMarked;
