/** JMH benchmarks of the steps that the streams app performs on a single record. */
@NullMarked
package io.sensieve.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
