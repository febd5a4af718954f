@NullMarked
package sensieve.trainer;

import org.jspecify.annotations.NullMarked;
