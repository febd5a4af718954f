/** Election of the active trainer among all trainers, and the work that it does while it is active. */
@NullMarked
package io.sensieve.trainer.election;

import org.jspecify.annotations.NullMarked;
