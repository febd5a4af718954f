@NullMarked
package io.sensieve.benchmarks;

import org.jspecify.annotations.NullMarked;
