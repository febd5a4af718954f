package io.sensieve.benchmarks.common;

import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.cli.UsageErrorHandler;
import picocli.CommandLine;

/** Command lines whose commands measure or test: one line for each error, exit code 2 where the user can mend it. */
public final class MeasuringCommandLine {
    private MeasuringCommandLine() {}

    /** The command line of an annotated command. */
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
