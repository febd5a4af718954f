/** Brokers and apps as processes that can be killed. */
@NullMarked
package io.sensieve.systemtests.cluster;

import org.jspecify.annotations.NullMarked;
