package sensieve.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sensieve.service.ServiceRunner;
import sensieve.service.SettingException;

/** {@code sensieve demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "The whole loop in one JVM: a Kafka broker, devices that feed real data, trainer and streams app.",
            "A selection is made, the world changes, drift is noticed, a new selection takes over.",
            "Ends by itself with a summary; exit code 0 only if all of that happened."
        })
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--data"},
            paramLabel = "FILE",
            description = "Play this CSV file instead of the shipped data (header line, a column for each channel).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            description = "Channels to select; by default twice the square root of their number, at most 50.")
    private Optional<Integer> k = Optional.empty();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "2600",
            description = "Most rows of the file to play (default 2600).")
    private int rows;

    @Option(
            names = "--epochs",
            paramLabel = "E",
            defaultValue = "60",
            description = "Passes of each training over its window (default 60).")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "11",
            description = "Of all that is random (default 11).")
    private long seed;

    @Option(
            names = "--keep",
            description = "After the summary goes on feeding, with /metrics open, until it is stopped (Ctrl-C).")
    private boolean keep;

    @Option(names = "--json", description = "Prints the summary as one JSON object; all else goes to standard error.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        DemoData demoData = DemoData.load(data, rows, seed);
        int channels = demoData.channelNames().size();
        int selected = k.orElse(demoData.defaultK());
        if (selected < 1 || selected >= channels) {
            throw new SettingException("Invalid value " + selected + " for --k: must be at least 1 and below "
                    + channels + ", the channels of the data");
        }
        if (epochs < 1) {
            throw new SettingException("Invalid value " + epochs + " for --epochs: must be at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        Narrator narrator = new Narrator(json ? spec.commandLine().getErr() : out, Clock.systemUTC());
        DemoPlan plan = DemoPlan.of(demoData, selected, epochs, seed);
        Demo demo = new Demo(demoData, plan, narrator, Clock.systemUTC());
        Thread hook = new Thread(() -> stop(demo), "demo-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        DemoSummary summary = demo.run(keep, result -> {
            if (json) {
                out.println(toJson(result));
                out.flush();
            }
        });
        return summary.passed() ? ServiceRunner.OK : ServiceRunner.FAILED;
    }

    private static void stop(Demo demo) {
        try {
            demo.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String toJson(DemoSummary summary) {
        return new ObjectMapper().valueToTree(summary).toString();
    }
}
