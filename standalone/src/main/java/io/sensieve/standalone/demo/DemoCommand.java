package io.sensieve.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.cli.MissingValuesOption;
import io.sensieve.standalone.demo.drift.DriftDemo;
import io.sensieve.standalone.demo.replay.InOrderReplay;
import io.sensieve.standalone.demo.run.DemoData;
import io.sensieve.standalone.demo.run.DemoPlan;
import io.sensieve.standalone.demo.run.DemoResult;
import io.sensieve.standalone.demo.run.DemoRun;
import io.sensieve.standalone.demo.run.Narrator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve demo}: runs the drift demo, or replays a file in order. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything in one JVM: a Kafka broker, devices that feed real data, trainer and streams app.",
            "The trainer publishes a selection, the data change, the app detects drift, and a new selection"
                    + " becomes active.",
            "Ends by itself with a summary; exit code 0 only if all of these steps succeeded.",
            "The demo plays the rows in random order and plants a change of some channels. With --in-order it plays the rows"
                    + " in their order and changes nothing."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int ROWS = 2_600;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "FILE",
            description = "CSV file to play instead of the shipped data (header line, one column per channel).")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private MissingValuesOption missing = new MissingValuesOption();

    @Option(
            names = "--in-order",
            description = "Plays the rows of --data in their order, as records of one device, and changes nothing. The"
                    + " trainer trains on the first rows; drift and retrains are printed with row numbers.")
    private boolean inOrder;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "With --in-order: rows of the first training window (default: a fifth of the rows).")
    private Optional<Integer> window = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "With --in-order: rows per second (default 300). A drift window lasts two seconds.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            description = "Number of channels to select (default: twice the square root of all channels, at most 50).")
    private Optional<Integer> k = Optional.empty();

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Maximum number of rows to play (default 2600; with --in-order all).")
    private Optional<Integer> rows = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "E",
            defaultValue = "60",
            description = "Epochs of each training (default 60).")
    private int epochs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "11", description = "Random seed (default 11).")
    private long seed;

    @Option(
            names = "--keep",
            description =
                    "Continues to feed after the summary, with /metrics open, until Ctrl-C. With --in-order it feeds"
                            + " no more rows, but broker and services stay.")
    private boolean keep;

    @Option(names = "--json", description = "Prints the summary as one JSON object; progress goes to standard error.")
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
                    + channels + ", the number of channels in the data");
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
                : DemoPlan.inRandomOrder(demoData, selected, epochs, seed);
        DemoRun run = new DemoRun(plan, narrator, clock);
        Thread hook = new Thread(() -> stop(run), "demo-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        AtomicBoolean passed = new AtomicBoolean();
        Consumer<DemoResult> onResult = result -> {
            passed.set(result.passed());
            print(result);
        };
        try {
            if (inOrder) {
                new InOrderReplay(demoData, plan, run, narrator, clock).play(keep, onResult);
            } else {
                new DriftDemo(demoData, plan, run, narrator, clock).play(keep, onResult);
            }
        } catch (CancellationException e) {
            // The run has already printed that it was stopped.
            return ServiceRunner.FAILED;
        }
        return passed.get() ? ServiceRunner.OK : ServiceRunner.FAILED;
    }

    private DemoData data() {
        if (inOrder) {
            return DemoData.inOrder(
                    missing.markers(),
                    data.orElseThrow(() -> new SettingException(
                            "--in-order needs --data: the order of the shipped rows has no meaning")),
                    rows.orElse(Integer.MAX_VALUE),
                    window);
        }
        if (window.isPresent() || rate.isPresent()) {
            throw new SettingException("--window and --rate are allowed only with --in-order");
        }
        return DemoData.load(missing.markers(), data, rows.orElse(ROWS), seed);
    }

    private void print(DemoResult result) {
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(new ObjectMapper().valueToTree(result).toString());
            spec.commandLine().getOut().flush();
        }
    }

    private static void stop(DemoRun run) {
        try {
            run.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
