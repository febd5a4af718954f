/** The model file, its chunks, the decoder's arithmetic and the checks before a selection is used. */
@NullMarked
package io.sensieve.model;

import org.jspecify.annotations.NullMarked;
