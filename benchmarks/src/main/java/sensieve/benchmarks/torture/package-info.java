/** Kills the app's processes and the brokers while records flow, and counts what came out. */
@NullMarked
package sensieve.benchmarks.torture;

import org.jspecify.annotations.NullMarked;
