/** Learning which channels tell the rest: data in, a checked selection with its model out. Knows nothing of Kafka. */
@NullMarked
package sensieve.trainer.learn;

import org.jspecify.annotations.NullMarked;
