/** Runs a Kafka broker in this JVM. */
@NullMarked
package io.sensieve.standalone.broker;

import org.jspecify.annotations.NullMarked;
