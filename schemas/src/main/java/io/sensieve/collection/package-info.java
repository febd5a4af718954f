/** Collections of bounded size. */
@NullMarked
package io.sensieve.collection;

import org.jspecify.annotations.NullMarked;
