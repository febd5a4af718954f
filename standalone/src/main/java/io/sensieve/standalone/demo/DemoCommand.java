package io.sensieve.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sensieve demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "The whole loop in one JVM: a Kafka broker, devices that feed real data, trainer and streams app.",
            "A selection is made, the world changes, drift is noticed, a new selection takes over.",
            "Ends by itself with a summary; exit code 0 only if all of that happened.",
            "The rows of a file are played in random order, with a change that the demo makes; with --in-order they",
            "are played as they are, and what is noticed is in the file."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int ROWS = 2_600;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "FILE",
            description = "Play this CSV file instead of the shipped data (header line, a column for each channel).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--in-order",
            description = "Plays the rows of --data in their order and changes nothing: the first ones are learnt from,"
                    + " the others follow as those of one device; drift and its answers are told by row numbers.")
    private boolean inOrder;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "With --in-order: rows that the first selection is learnt from (default a fifth of them).")
    private Optional<Integer> window = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "With --in-order: rows a second (default 300); a drift window takes two seconds of them.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            description = "Channels to select; by default twice the square root of their number, at most 50.")
    private Optional<Integer> k = Optional.empty();

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Most rows of the file to play (default 2600; with --in-order all).")
    private Optional<Integer> rows = Optional.empty();

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
            description = "After the summary goes on feeding, with /metrics open, until it is stopped (Ctrl-C); with"
                    + " --in-order it feeds nothing more, but broker and services stay.")
    private boolean keep;

    @Option(names = "--json", description = "Prints the summary as one JSON object; all else goes to standard error.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (rows.filter(most -> most < DemoData.LEAST_ROWS).isPresent()) {
            throw new SettingException(
                    "Invalid value " + rows.get() + " for --rows: must be at least " + DemoData.LEAST_ROWS);
        }
        DemoData demoData = data();
        int channels = demoData.channelNames().size();
        int selected = k.orElse(demoData.defaultK());
        if (selected < 1 || selected >= channels) {
            throw new SettingException("Invalid value " + selected + " for --k: must be at least 1 and below "
                    + channels + ", the channels of the data");
        }
        if (epochs < 1) {
            throw new SettingException("Invalid value " + epochs + " for --epochs: must be at least 1");
        }
        double perSecond = rate.orElse(DemoPlan.MOST_PER_SECOND);
        if (!(perSecond > 0)) {
            throw new SettingException("Invalid value " + perSecond + " for --rate: must be above 0");
        }
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        Narrator narrator = new Narrator(json ? spec.commandLine().getErr() : out, clock);
        DemoPlan plan = inOrder
                ? DemoPlan.inOrder(demoData.window().size(), selected, epochs, seed, perSecond)
                : DemoPlan.of(demoData, selected, epochs, seed);
        DemoStage stage = new DemoStage(plan, narrator, clock);
        Thread hook = new Thread(() -> stop(stage), "demo-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        AtomicBoolean passed = new AtomicBoolean();
        Consumer<StorySummary> onSummary = summary -> {
            passed.set(summary.passed());
            print(summary);
        };
        try {
            if (inOrder) {
                new InOrderReplay(demoData, plan, stage, narrator, clock).run(keep, onSummary);
            } else {
                new Demo(demoData, plan, stage, narrator, clock).run(keep, onSummary);
            }
        } catch (CancellationException e) {
            // The stage has told so.
            return ServiceRunner.FAILED;
        }
        return passed.get() ? ServiceRunner.OK : ServiceRunner.FAILED;
    }

    private DemoData data() {
        if (inOrder) {
            return DemoData.inOrder(
                    data.orElseThrow(() -> new SettingException(
                            "--in-order needs --data: the shipped rows have no order that means anything")),
                    rows.orElse(Integer.MAX_VALUE),
                    window);
        }
        if (window.isPresent() || rate.isPresent()) {
            throw new SettingException("--window and --rate go with --in-order");
        }
        return DemoData.load(data, rows.orElse(ROWS), seed);
    }

    private void print(StorySummary summary) {
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(new ObjectMapper().valueToTree(summary).toString());
            spec.commandLine().getOut().flush();
        }
    }

    private static void stop(DemoStage stage) {
        try {
            stage.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
