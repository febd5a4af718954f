/** Brokers and instances of the streams app as processes that can be killed. */
@NullMarked
package io.sensieve.systemtests.cluster;

import org.jspecify.annotations.NullMarked;
