/** The streams service: topology, settings, meters, life cycle. */
@NullMarked
package sensieve.streams;

import org.jspecify.annotations.NullMarked;
