/** Devices, poison pills, and a publisher that replaces the active selection continuously. */
@NullMarked
package io.sensieve.systemtests.load;

import org.jspecify.annotations.NullMarked;
