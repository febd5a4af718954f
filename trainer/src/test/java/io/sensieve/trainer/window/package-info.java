@NullMarked
package io.sensieve.trainer.window;

import org.jspecify.annotations.NullMarked;
