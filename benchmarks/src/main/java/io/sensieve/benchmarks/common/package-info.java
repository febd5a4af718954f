/** Parts that the benchmarks share: data files, options, statistics, background threads and Markdown output. */
@NullMarked
package io.sensieve.benchmarks.common;

import org.jspecify.annotations.NullMarked;
