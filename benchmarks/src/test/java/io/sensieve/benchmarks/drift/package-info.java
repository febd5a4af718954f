@NullMarked
package io.sensieve.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
