/** Topics through which the processes communicate, their keys and wire format, and scans of topics. */
@NullMarked
package io.sensieve.topic;

import org.jspecify.annotations.NullMarked;
