/** The entry point of the {@code sensieve} command. */
@NullMarked
package io.sensieve.standalone;

import org.jspecify.annotations.NullMarked;
