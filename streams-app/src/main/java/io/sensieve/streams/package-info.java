/** The streams app as a service: topology, settings and life cycle. */
@NullMarked
package io.sensieve.streams;

import org.jspecify.annotations.NullMarked;
