/** The references of settings and meters in {@code docs}, made from the code. */
@NullMarked
package io.sensieve.standalone.reference;

import org.jspecify.annotations.NullMarked;
