/** The trainer's service: who trains, when, on what, and how the result is published. */
@NullMarked
package sensieve.trainer;

import org.jspecify.annotations.NullMarked;
