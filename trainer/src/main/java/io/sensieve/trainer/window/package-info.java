/** Windows of the newest records of each layout: uniform samples in bounded memory. Independent of Kafka's clients. */
@NullMarked
package io.sensieve.trainer.window;

import org.jspecify.annotations.NullMarked;
