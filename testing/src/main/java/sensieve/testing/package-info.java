/** The broker that integration tests get. */
@NullMarked
package sensieve.testing;

import org.jspecify.annotations.NullMarked;
