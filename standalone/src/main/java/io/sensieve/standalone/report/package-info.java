/** Writes HTML reports: the result of {@code sensieve train} and the history of a layout. */
@NullMarked
package io.sensieve.standalone.report;

import org.jspecify.annotations.NullMarked;
