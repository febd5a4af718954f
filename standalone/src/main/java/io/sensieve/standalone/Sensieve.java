package io.sensieve.standalone;

import io.sensieve.service.FailureMessages;
import io.sensieve.service.Logging;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.service.Version;
import io.sensieve.standalone.cli.CompletionCommand;
import io.sensieve.standalone.cli.FeedCommand;
import io.sensieve.standalone.cli.ServiceCommands;
import io.sensieve.standalone.cli.UsageErrorHandler;
import io.sensieve.standalone.cli.learn.CompareCommand;
import io.sensieve.standalone.cli.learn.TrainCommand;
import io.sensieve.standalone.cli.operate.RetrainCommand;
import io.sensieve.standalone.cli.operate.SelectionCommand;
import io.sensieve.standalone.cli.operate.TailCommand;
import io.sensieve.standalone.cli.operate.TopicsCommand;
import io.sensieve.standalone.demo.DemoCommand;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the {@code sensieve} command: subcommands, error messages and exit codes. */
@Command(
        name = "sensieve",
        description = "Selects the few sensor channels that reconstruct all others, on a running stream.",
        mixinStandardHelpOptions = true,
        versionProvider = Sensieve.BuildVersion.class,
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            CompareCommand.class,
            FeedCommand.class,
            ServiceCommands.Trainer.class,
            ServiceCommands.Streams.class,
            TailCommand.class,
            SelectionCommand.class,
            RetrainCommand.class,
            CompletionCommand.class,
            TopicsCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Exit codes: 0 success, 1 failure, 2 wrong usage, setting or data file."})
public final class Sensieve {
    /** Reads the version that the build wrote into the program. */
    static final class BuildVersion implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sensieve " + Version.current()};
        }
    }

    private Sensieve() {}

    public static void main(String[] arguments) {
        // The first class with a logger configures logging, and picocli loads the classes of all commands.
        if (ServiceCommands.isService(arguments)) {
            Logging.configure();
        }
        System.exit(run(commandLine(), arguments));
    }

    /** Executes the command; an error such as an {@link OutOfMemoryError} ends it with exit code 1 and the cause. */
    static int run(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error e) {
            line.getErr().println(line.getCommandName() + ": " + e);
            e.printStackTrace(line.getErr());
            line.getErr().flush();
            return ServiceRunner.FAILED;
        }
    }

    /** Creates the command with its subcommands, error handling and exit codes. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sensieve());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().values().stream()
                .filter(command -> command.getCommand() instanceof ServiceCommands.RawArguments)
                .forEach(command -> command.setUnmatchedOptionsArePositionalParams(true));
        UsageErrorHandler.install(line);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message(exception));
            return exception instanceof SettingException || exception instanceof ConfigException
                    ? ServiceRunner.USAGE
                    : ServiceRunner.FAILED;
        });
        return line;
    }

    private static String message(Exception exception) {
        boolean describe = exception instanceof KafkaException && !(exception instanceof ConfigException);
        String message = describe || exception.getMessage() == null
                ? FailureMessages.describe(exception)
                : exception.getMessage();
        return exception instanceof TimeoutException
                ? message
                        + "; check that the brokers of --bootstrap-servers are running and that --command-config matches them"
                : message;
    }
}
