/** Tables 1 to 3 of the paper: runs in separate processes, a ledger of their results, and the report. */
@NullMarked
package io.sensieve.benchmarks.tables;

import org.jspecify.annotations.NullMarked;
