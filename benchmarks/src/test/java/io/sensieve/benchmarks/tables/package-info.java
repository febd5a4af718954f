@NullMarked
package io.sensieve.benchmarks.tables;

import org.jspecify.annotations.NullMarked;
