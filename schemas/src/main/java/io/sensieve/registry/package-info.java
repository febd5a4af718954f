/** Client of a schema registry with Confluent's HTTP interface, and its settings. */
@NullMarked
package io.sensieve.registry;

import org.jspecify.annotations.NullMarked;
