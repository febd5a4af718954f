/** Reads and splits channel files: CSV with a header, one column per channel. */
@NullMarked
package io.sensieve.standalone.data;

import org.jspecify.annotations.NullMarked;
