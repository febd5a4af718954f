package io.sensieve.benchmarks.common;

import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.cli.UsageErrorHandler;
import picocli.CommandLine;

/** Creates the command lines of the measuring and testing tools; an error prints one line and sets the exit code. */
public final class ToolCommandLine {
    private ToolCommandLine() {}

    /** Creates the command line of an annotated command; the exit code is 2 for wrong options and 1 for a failure. */
    public static CommandLine of(Object root) {
        CommandLine line = new CommandLine(root);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        UsageErrorHandler.install(line);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            String message = exception.getMessage();
            command.getErr()
                    .println(command.getCommandSpec().qualifiedName() + ": "
                            + (message == null ? exception.toString() : message));
            return exception instanceof SettingException || exception instanceof IllegalArgumentException
                    ? ServiceRunner.USAGE
                    : ServiceRunner.FAILED;
        });
        return line;
    }
}
