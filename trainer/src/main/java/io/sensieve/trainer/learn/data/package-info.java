/** Training data: rows, channel statistics, candidate channels, outliers and scaled rows on the engine. */
@NullMarked
package io.sensieve.trainer.learn.data;

import org.jspecify.annotations.NullMarked;
