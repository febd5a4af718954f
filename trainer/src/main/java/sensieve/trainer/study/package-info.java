/** Around a finished training: dead channels and their spares, the error against K, how stable a choice is. */
@NullMarked
package sensieve.trainer.study;

import org.jspecify.annotations.NullMarked;
