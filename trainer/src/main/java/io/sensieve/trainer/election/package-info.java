/** Elects one active trainer among all running trainers, and runs it. */
@NullMarked
package io.sensieve.trainer.election;

import org.jspecify.annotations.NullMarked;
