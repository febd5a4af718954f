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

/** The {@code sensieve} command. */
@Command(
        name = "sensieve",
        description = "Finds the few sensor channels that tell the rest, while the stream runs.",
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
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage, setting or data file."})
public final class Sensieve {
    /** The version that the build wrote into the program. */
    static final class BuildVersion implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sensieve " + Version.current()};
        }
    }

    private Sensieve() {}

    public static void main(String[] arguments) {
        // Logging is configured when the first class that logs is loaded, and picocli loads those of all commands.
        if (ServiceCommands.areMeantBy(arguments)) {
            Logging.configure();
        }
        System.exit(commandLine().execute(arguments));
    }

    /** The command with its subcommands, error handling and exit codes. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sensieve());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().values().stream()
                .filter(command -> command.getCommand() instanceof ServiceCommands.OwnArguments)
                .forEach(command -> command.setUnmatchedOptionsArePositionalParams(true));
        UsageErrorHandler.handle(line);
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
                ? message + "; do the brokers of --bootstrap-servers answer, and is --command-config right for them?"
                : message;
    }
}
