/** Reads and writes model files, computes the decoder's forward pass and validates selections. */
@NullMarked
package io.sensieve.model;

import org.jspecify.annotations.NullMarked;
