/** Retrain requests and operator commands: takes them in, answers each exactly once. */
@NullMarked
package io.sensieve.trainer.request;

import org.jspecify.annotations.NullMarked;
