/** What happens to a single record: read, held back, projected, rebuilt, or sent to the dead letters. */
@NullMarked
package sensieve.streams.record;

import org.jspecify.annotations.NullMarked;
