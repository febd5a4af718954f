/** Kills, outages and rolling restarts under load, and the report of what came out. */
@NullMarked
package io.sensieve.systemtests;

import org.jspecify.annotations.NullMarked;
