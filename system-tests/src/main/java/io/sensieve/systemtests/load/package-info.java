/** Devices, malformed records and a trainer that publishes new versions all the time. */
@NullMarked
package io.sensieve.systemtests.load;

import org.jspecify.annotations.NullMarked;
