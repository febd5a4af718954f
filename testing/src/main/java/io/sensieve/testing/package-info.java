/** The broker that integration tests get. */
@NullMarked
package io.sensieve.testing;

import org.jspecify.annotations.NullMarked;
