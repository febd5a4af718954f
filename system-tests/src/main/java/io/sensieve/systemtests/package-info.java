/** The {@code system-tests/run} command: disruptions of a running system, and the report of its outputs. */
@NullMarked
package io.sensieve.systemtests;

import org.jspecify.annotations.NullMarked;
