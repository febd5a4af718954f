/** Which channels account for the drift. */
@NullMarked
package io.sensieve.streams.drift.attribution;

import org.jspecify.annotations.NullMarked;
