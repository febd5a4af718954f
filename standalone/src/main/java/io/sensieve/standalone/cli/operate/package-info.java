/** Commands that operate a running system: selection, retrain, tail, topics. */
@NullMarked
package io.sensieve.standalone.cli.operate;

import org.jspecify.annotations.NullMarked;
