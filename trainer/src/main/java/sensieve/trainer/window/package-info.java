/** Bounded, uniform windows of the newest records, one for each layout. Knows records, not Kafka's clients. */
@NullMarked
package sensieve.trainer.window;

import org.jspecify.annotations.NullMarked;
