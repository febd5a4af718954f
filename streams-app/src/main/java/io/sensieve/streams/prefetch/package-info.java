/** Records that were polled but not yet processed, and the threads that reconstruct them ahead. */
@NullMarked
package io.sensieve.streams.prefetch;

import org.jspecify.annotations.NullMarked;
