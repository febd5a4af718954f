/** The topics that the processes meet on. */
@NullMarked
package io.sensieve.topic;

import org.jspecify.annotations.NullMarked;
