/**
 * Detects drift: measures records in windows, evaluates each window, decides the verdict on a layout and requests
 * retrains.
 */
@NullMarked
package io.sensieve.streams.drift;

import org.jspecify.annotations.NullMarked;
