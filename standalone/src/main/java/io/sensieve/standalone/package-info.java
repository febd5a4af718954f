/** The {@code sensieve} command. */
@NullMarked
package io.sensieve.standalone;

import org.jspecify.annotations.NullMarked;
