/** Reading, checking and writing single records, and dead letters. */
@NullMarked
package io.sensieve.streams.record;

import org.jspecify.annotations.NullMarked;
