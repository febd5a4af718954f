/** Reconstructs all D channels of each record, in batches and ahead of its turn. */
@NullMarked
package io.sensieve.streams.reconstruct;

import org.jspecify.annotations.NullMarked;
