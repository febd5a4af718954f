/** Retrain requests: reads and queues them, executes operators' commands, and records which requests are answered. */
@NullMarked
package io.sensieve.trainer.request;

import org.jspecify.annotations.NullMarked;
