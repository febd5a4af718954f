/** The applications that are measured: the streams app, and plain topologies to compare it with. */
@NullMarked
package io.sensieve.benchmarks.app;

import org.jspecify.annotations.NullMarked;
