/** The schema registry by its Confluent-compatible HTTP interface, and its settings. */
@NullMarked
package io.sensieve.registry;

import org.jspecify.annotations.NullMarked;
