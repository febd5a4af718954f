/** Whether the world still is as the selection knew it: windowed figures, verdict, blame. */
@NullMarked
package sensieve.streams.drift;

import org.jspecify.annotations.NullMarked;
