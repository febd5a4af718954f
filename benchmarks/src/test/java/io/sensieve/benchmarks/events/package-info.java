@NullMarked
package io.sensieve.benchmarks.events;

import org.jspecify.annotations.NullMarked;
