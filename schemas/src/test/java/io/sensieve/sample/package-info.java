/** Records and models that the tests share. */
@NullMarked
package io.sensieve.sample;

import org.jspecify.annotations.NullMarked;
