package io.sensieve.standalone.cli;

import io.sensieve.service.ServiceRunner;
import io.sensieve.streams.StreamsMain;
import io.sensieve.trainer.TrainerMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The two services as subcommands; each reads its own arguments. */
public final class ServiceCommands {
    private ServiceCommands() {}

    private static int run(ServiceRunner runner, String[] arguments) {
        return runner.run(arguments, System.getenv(), System.out, System.err);
    }

    /** Whether the command line is that of a service. */
    public static boolean areMeantBy(String[] arguments) {
        return arguments.length > 0 && (arguments[0].equals("trainer") || arguments[0].equals("streams"));
    }

    /** A command that reads its options itself. */
    public interface OwnArguments {}

    /** {@code sensieve trainer}. */
    @Command(
            name = "trainer",
            description = "The trainer service: windows in, selections out; --help lists its settings.")
    public static final class Trainer implements Callable<Integer>, OwnArguments {
        @Parameters(arity = "0..*", description = "--config FILE, -D key=value, --help")
        private String[] arguments = {};

        @Override
        public Integer call() {
            return run(TrainerMain.runner(), arguments);
        }
    }

    /** {@code sensieve streams}. */
    @Command(
            name = "streams",
            description =
                    "The streams service: projects, rebuilds and measures every record; --help lists its settings.")
    public static final class Streams implements Callable<Integer>, OwnArguments {
        @Parameters(arity = "0..*", description = "--config FILE, -D key=value, --help")
        private String[] arguments = {};

        @Override
        public Integer call() {
            return run(StreamsMain.runner(), arguments);
        }
    }
}
