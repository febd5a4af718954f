/** Settings of the trainer service. */
@NullMarked
package io.sensieve.trainer.settings;

import org.jspecify.annotations.NullMarked;
