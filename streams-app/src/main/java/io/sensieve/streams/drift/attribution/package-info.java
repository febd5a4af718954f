/** Attributes drift to channels: by their own shift, or by the errors that a change of them explains. */
@NullMarked
package io.sensieve.streams.drift.attribution;

import org.jspecify.annotations.NullMarked;
