/** The references of settings and meters in {@code docs/reference}, made from the code. */
@NullMarked
package io.sensieve.standalone.reference;

import org.jspecify.annotations.NullMarked;
