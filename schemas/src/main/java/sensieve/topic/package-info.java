/** The topics that the processes meet on. */
@NullMarked
package sensieve.topic;

import org.jspecify.annotations.NullMarked;
