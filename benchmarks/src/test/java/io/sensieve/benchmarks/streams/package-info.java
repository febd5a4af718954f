@NullMarked
package io.sensieve.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
