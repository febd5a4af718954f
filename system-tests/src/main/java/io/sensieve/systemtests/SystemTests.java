package io.sensieve.systemtests;

import io.sensieve.benchmarks.common.ToolCommandLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code system-tests/run} command. */
@Command(
        name = "system-tests/run",
        description =
                "Tests Sensieve as separate processes that are killed and restarted. Reports are Markdown; progress goes to"
                        + " standard error.",
        mixinStandardHelpOptions = true,
        subcommands = {TortureCommand.class, CommandLine.HelpCommand.class},
        footer = {"", "Exit codes: 0 all checks passed, 1 a check failed, 2 wrong options."})
public final class SystemTests {
    private SystemTests() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Creates the command line with its subcommands, error handling and exit codes. */
    static CommandLine commandLine() {
        return ToolCommandLine.of(new SystemTests());
    }
}
