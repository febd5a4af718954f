/** Published selections: writes them in transactions, lists them, reads their models back. */
@NullMarked
package io.sensieve.trainer.publish;

import org.jspecify.annotations.NullMarked;
