@NullMarked
package sensieve.trainer.learn;

import org.jspecify.annotations.NullMarked;
