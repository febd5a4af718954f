/** Checks of every output record of a run against its input. */
@NullMarked
package io.sensieve.systemtests.check;

import org.jspecify.annotations.NullMarked;
