/** Published selections: writes them in transactions, mirrors them in a directory, reads their models back. */
@NullMarked
package io.sensieve.trainer.publish;

import org.jspecify.annotations.NullMarked;
