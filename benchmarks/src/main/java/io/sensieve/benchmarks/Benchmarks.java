package io.sensieve.benchmarks;

import io.sensieve.benchmarks.common.ToolCommandLine;
import io.sensieve.benchmarks.drift.AdaptCommand;
import io.sensieve.benchmarks.drift.DriftCommand;
import io.sensieve.benchmarks.drift.GasCommand;
import io.sensieve.benchmarks.drift.StableCommand;
import io.sensieve.benchmarks.events.EventsCommand;
import io.sensieve.benchmarks.jmh.JmhCommand;
import io.sensieve.benchmarks.load.MemoryCommand;
import io.sensieve.benchmarks.load.WideCommand;
import io.sensieve.benchmarks.speed.SpeedCommand;
import io.sensieve.benchmarks.speed.WarmCommand;
import io.sensieve.benchmarks.streams.HeapCommand;
import io.sensieve.benchmarks.streams.LatencyCommand;
import io.sensieve.benchmarks.streams.StreamsCommand;
import io.sensieve.benchmarks.streams.SweepCommand;
import io.sensieve.benchmarks.streams.SwitchingCommand;
import io.sensieve.benchmarks.tables.SingleRunCommand;
import io.sensieve.benchmarks.tables.TablesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code benchmarks/run} command. */
@Command(
        name = "benchmarks/run",
        description = "Measures Sensieve. Reports are Markdown; progress goes to standard error.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TablesCommand.class,
            SingleRunCommand.class,
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
            EventsCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Exit codes: 0 success, 1 failure, 2 wrong options or data file."})
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Creates the command line with its subcommands, error handling and exit codes. */
    public static CommandLine commandLine() {
        return ToolCommandLine.of(new Benchmarks());
    }
}
