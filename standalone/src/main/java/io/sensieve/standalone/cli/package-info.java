/** The subcommands: arguments in, exit code out. */
@NullMarked
package io.sensieve.standalone.cli;

import org.jspecify.annotations.NullMarked;
