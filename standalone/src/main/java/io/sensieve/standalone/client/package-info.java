/** Reads and writes the topics of a running system. */
@NullMarked
package io.sensieve.standalone.client;

import org.jspecify.annotations.NullMarked;
