/** JMH benchmarks of what the app does to a single record, each part by itself. */
@NullMarked
package io.sensieve.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
