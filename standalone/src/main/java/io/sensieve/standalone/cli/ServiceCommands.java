package io.sensieve.standalone.cli;

import io.sensieve.service.ServiceRunner;
import io.sensieve.streams.StreamsMain;
import io.sensieve.trainer.TrainerMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Defines the two services as subcommands, which parse their own arguments. */
public final class ServiceCommands {
    private ServiceCommands() {}

    private static int run(ServiceRunner runner, String[] arguments) {
        return runner.run(arguments, System.getenv(), System.out, System.err);
    }

    /** Whether the command line starts a service. */
    public static boolean isService(String[] arguments) {
        return arguments.length > 0 && (arguments[0].equals("trainer") || arguments[0].equals("streams"));
    }

    /** Marks a command that parses its options itself. */
    public interface RawArguments {}

    /** Implements {@code sensieve trainer}. */
    @Command(
            name = "trainer",
            description = "Runs the trainer service, which trains and publishes selections; --help lists its settings.")
    public static final class Trainer implements Callable<Integer>, RawArguments {
        @Parameters(arity = "0..*", description = "--config FILE, -D key=value, --help")
        private String[] arguments = {};

        @Override
        public Integer call() {
            return run(TrainerMain.runner(), arguments);
        }
    }

    /** Implements {@code sensieve streams}. */
    @Command(
            name = "streams",
            description =
                    "Runs the streams app, which reduces, reconstructs and monitors records; --help lists its settings.")
    public static final class Streams implements Callable<Integer>, RawArguments {
        @Parameters(arity = "0..*", description = "--config FILE, -D key=value, --help")
        private String[] arguments = {};

        @Override
        public Integer call() {
            return run(StreamsMain.runner(), arguments);
        }
    }
}
