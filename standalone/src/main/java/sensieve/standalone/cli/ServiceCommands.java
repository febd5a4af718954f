package sensieve.standalone.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sensieve.service.Logging;
import sensieve.service.ServiceRunner;
import sensieve.streams.StreamsMain;
import sensieve.trainer.TrainerMain;

/** The two services as subcommands; each reads its own arguments. */
public final class ServiceCommands {
    private ServiceCommands() {}

    /** The configuration is read when the first class that logs is loaded: before {@code runner} is asked for. */
    private static int run(Supplier<ServiceRunner> runner, String[] arguments) {
        Logging.configure();
        return runner.get().run(arguments, System.getenv(), System.out, System.err);
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
            return run(TrainerMain::runner, arguments);
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
            return run(StreamsMain::runner, arguments);
        }
    }
}
