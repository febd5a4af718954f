/** The code that the README shows, compiled and run. */
@NullMarked
package io.sensieve.standalone.examples;

import org.jspecify.annotations.NullMarked;
