/**
 * Runs the app without a broker in tests of topologies that read its outputs. Packaged as an artefact of its own
 * (classifier {@code testing}); the service does not depend on it. Needs {@code kafka-streams-test-utils} on the class
 * path.
 */
@NullMarked
package io.sensieve.streams.testing;

import org.jspecify.annotations.NullMarked;
