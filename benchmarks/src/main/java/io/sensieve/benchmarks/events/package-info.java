/** Everyday events of plants, planted into streams, and the errors that the app and trainer serve then. */
@NullMarked
package io.sensieve.benchmarks.events;

import org.jspecify.annotations.NullMarked;
