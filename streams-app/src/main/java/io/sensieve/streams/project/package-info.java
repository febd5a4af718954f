/** Projects each record to the selected channels. */
@NullMarked
package io.sensieve.streams.project;

import org.jspecify.annotations.NullMarked;
