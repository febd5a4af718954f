/** The {@code sensieve} command. */
@NullMarked
package sensieve.standalone;

import org.jspecify.annotations.NullMarked;
