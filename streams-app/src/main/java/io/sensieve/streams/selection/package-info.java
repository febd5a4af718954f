/** The active selection of each layout: arrival, checks, switch. */
@NullMarked
package io.sensieve.streams.selection;

import org.jspecify.annotations.NullMarked;
