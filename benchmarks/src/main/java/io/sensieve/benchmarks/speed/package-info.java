/** How fast the trainer is beside a straight port of the method and beside its bare matrix products. */
@NullMarked
package io.sensieve.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
