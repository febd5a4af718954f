/** The trainer as a service: main class, life cycle and wiring. */
@NullMarked
package io.sensieve.trainer;

import org.jspecify.annotations.NullMarked;
