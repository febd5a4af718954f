/** Buffers records of a layout until its first selection arrives. */
@NullMarked
package io.sensieve.streams.buffer;

import org.jspecify.annotations.NullMarked;
