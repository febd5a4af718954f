/** Selectors without a search network: column subset selection, pivoted QR, random channels. */
@NullMarked
package io.sensieve.trainer.learn.linear;

import org.jspecify.annotations.NullMarked;
