/** Which selection is in force: raw bytes kept in global stores, checked before a switch. */
@NullMarked
package sensieve.streams.selection;

import org.jspecify.annotations.NullMarked;
