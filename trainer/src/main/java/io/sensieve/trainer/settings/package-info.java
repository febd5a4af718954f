/** Settings of the trainer service, composed of the settings records of the other packages. */
@NullMarked
package io.sensieve.trainer.settings;

import org.jspecify.annotations.NullMarked;
