/** How a selector learns. */
@NullMarked
package io.sensieve.trainer.learn.settings;

import org.jspecify.annotations.NullMarked;
