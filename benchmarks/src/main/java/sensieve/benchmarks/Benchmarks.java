package sensieve.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import sensieve.benchmarks.drift.AdaptCommand;
import sensieve.benchmarks.drift.DriftCommand;
import sensieve.benchmarks.drift.GasCommand;
import sensieve.benchmarks.drift.StableCommand;
import sensieve.benchmarks.jmh.JmhCommand;
import sensieve.benchmarks.load.MemoryCommand;
import sensieve.benchmarks.load.WideCommand;
import sensieve.benchmarks.speed.SpeedCommand;
import sensieve.benchmarks.speed.WarmCommand;
import sensieve.benchmarks.streams.HeapCommand;
import sensieve.benchmarks.streams.LatencyCommand;
import sensieve.benchmarks.streams.StreamsCommand;
import sensieve.benchmarks.streams.SweepCommand;
import sensieve.benchmarks.streams.SwitchingCommand;
import sensieve.benchmarks.tables.OneCommand;
import sensieve.benchmarks.tables.TablesCommand;
import sensieve.benchmarks.torture.TortureCommand;
import sensieve.service.ServiceRunner;
import sensieve.service.SettingException;
import sensieve.standalone.cli.WrongUsage;

/** The {@code benchmarks/run} command. */
@Command(
        name = "benchmarks/run",
        description = "Measures, judges and tortures Sensieve. Results are Markdown; progress goes to standard error.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TablesCommand.class,
            OneCommand.class,
            SpeedCommand.class,
            MemoryCommand.class,
            WideCommand.class,
            WarmCommand.class,
            JmhCommand.class,
            StreamsCommand.class,
            SweepCommand.class,
            LatencyCommand.class,
            SwitchingCommand.class,
            HeapCommand.class,
            DriftCommand.class,
            GasCommand.class,
            AdaptCommand.class,
            StableCommand.class,
            TortureCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or data file."})
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command with its subcommands, error handling and exit codes. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Benchmarks());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        WrongUsage.handle(line);
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
