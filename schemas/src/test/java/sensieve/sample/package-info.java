/** Records and models that the tests share. */
@NullMarked
package sensieve.sample;

import org.jspecify.annotations.NullMarked;
