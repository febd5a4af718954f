/** The code that the README shows, compiled and run. */
@NullMarked
package sensieve.standalone.examples;

import org.jspecify.annotations.NullMarked;
