/** Provides the broker of integration tests. */
@NullMarked
package io.sensieve.testing;

import org.jspecify.annotations.NullMarked;
