/** What several benchmarks share: data files, machine description, Markdown output. */
@NullMarked
package io.sensieve.benchmarks.common;

import org.jspecify.annotations.NullMarked;
