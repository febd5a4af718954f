/**
 * For tests of what is built on the app: the app without a broker. The service uses none of it, and does not have
 * {@code kafka-streams-test-utils}, which it needs, on its class path.
 */
@NullMarked
package io.sensieve.streams.testing;

import org.jspecify.annotations.NullMarked;
