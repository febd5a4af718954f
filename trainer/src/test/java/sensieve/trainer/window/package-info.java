@NullMarked
package sensieve.trainer.window;

import org.jspecify.annotations.NullMarked;
