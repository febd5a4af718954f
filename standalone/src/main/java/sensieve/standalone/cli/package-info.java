/** The subcommands: arguments in, exit code out. */
@NullMarked
package sensieve.standalone.cli;

import org.jspecify.annotations.NullMarked;
