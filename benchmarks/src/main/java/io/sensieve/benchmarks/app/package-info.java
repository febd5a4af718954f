/** Applications that the streams benchmarks measure: the streams app and the baselines that it is compared with. */
@NullMarked
package io.sensieve.benchmarks.app;

import org.jspecify.annotations.NullMarked;
