package io.sensieve.benchmarks.events;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.simulation.ColdTraining;
import io.sensieve.benchmarks.simulation.DecisionsOption;
import io.sensieve.benchmarks.simulation.SimulatedLoop;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.demo.run.DemoPlan;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plants everyday events into streams, plays them through app and trainer in simulated time, and compares the"
                    + " error of what was served with that of version 1, of the best kept version, and of an oracle that"
                    + " is trained on rows of the same regime.",
            "Errors are relative to each channel's standard deviation on the learnt rows. The regret is the served error"
                    + " over the least of the other three: in the last part of the event, and beyond 1,000 records after"
                    + " its last change.",
            "Rates and settings are those of `sensieve demo --in-order`."
        })
public final class EventsCommand implements Callable<Integer> {
    /** Records between two turns of the trainer, and between two steps of the clock. */
    private static final int EVERY = 25;

    private static final int EPOCHS = 60;
    private static final int ORACLE_ROWS = 1_000;

    /** Records between the learnt rows and the onset. */
    private static final int STATIONARY = 900;

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "EVENT",
            description = "Events, separated by commas (default: all): ${COMPLETION-CANDIDATES}.")
    private List<EventKind> events = List.of(EventKind.values());

    @Option(
            names = "--plants",
            split = ",",
            defaultValue = "d12-iid",
            paramLabel = "PLANT",
            description =
                    "Planted plants, separated by commas, each with its number of channels and the autocorrelation"
                            + " of its sources in percent, for example d60-ar90 (default: ${DEFAULT-VALUE}).")
    private List<String> plants = List.of();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Data file whose rows are drawn at random, instead of the plants; may be repeated.")
    private List<Path> data = List.of();

    @Option(
            names = "--case",
            paramLabel = "FILE",
            description = "File that is played in its order and has its own event, instead of plants; may be repeated.")
    private List<Path> cases = List.of();

    @Option(
            names = "--onset",
            paramLabel = "N",
            description = "With --case: rows before the event (default: --learnt and 900).")
    private Optional<Integer> onset = Optional.empty();

    @Option(
            names = "--end",
            paramLabel = "N",
            description = "With --case: rows before the event's last change (default: --onset).")
    private Optional<Integer> end = Optional.empty();

    @Option(
            names = "--faulty",
            split = ",",
            paramLabel = "CHANNEL",
            description = "With --case: channels that a report should name and that are left out of the errors.")
    private List<String> faulty = List.of();

    @Option(
            names = "--k",
            paramLabel = "K",
            description = "With --data or --case: channels to select (default: twice the root of their number, at most"
                    + " 50).")
    private Optional<Integer> k = Optional.empty();

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5", description = "Number of seeds (default 5).")
    private int seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "First random seed (default 1).")
    private long seed;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1500",
            description = "Records after the event's last change (default 1500).")
    private int records;

    @Option(
            names = "--learnt",
            paramLabel = "N",
            defaultValue = "600",
            description = "Rows of the first training window (default 600).")
    private int learnt;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of the streams service.")
    private Map<String, String> settings = new HashMap<>();

    @Option(names = "-T", paramLabel = "KEY=VALUE", description = "A setting of the trainer service.")
    private Map<String, String> trainer = new HashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "File for the rows of the table as JSON lines.")
    private Optional<Path> json = Optional.empty();

    @Mixin
    private DecisionsOption decisions = new DecisionsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (seeds < 1 || learnt < 100 || records <= 1_000) {
            throw new SettingException("Invalid values: --seeds " + seeds + " must be at least 1, --learnt " + learnt
                    + " at least 100, and --records " + records + " above 1000");
        }
        List<EventResult> results;
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            results = playAll(cluster);
        }
        json.ifPresent(path -> write(path, results));
        output.write(report(results), spec.commandLine().getOut());
        return 0;
    }

    private List<EventResult> playAll(BenchmarkCluster cluster) {
        List<EventResult> results = new ArrayList<>();
        if (!cases.isEmpty()) {
            cases.forEach(path -> results.add(playCase(cluster, DataFile.read("case", path))));
        } else if (!data.isEmpty()) {
            for (Path path : data) {
                DataFile file = DataFile.read("data", path);
                for (long s = seed; s < seed + seeds; s++) {
                    results.addAll(playEvents(cluster, name(path), new FileStream(file, k(file), s), s));
                }
            }
        } else {
            for (String plant : plants) {
                for (long s = seed; s < seed + seeds; s++) {
                    results.addAll(playEvents(cluster, plant, PlantedPlant.of(plant, s), s));
                }
            }
        }
        return results;
    }

    private int k(DataFile file) {
        int d = file.channelNames().size();
        return k.orElse(Math.max(1, Math.min(Math.min(50, d - 1), (int) Math.round(2 * Math.sqrt(d)))));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName()).replaceFirst("\\..*", "");
    }

    private EventRun.Settings settings(BenchmarkCluster cluster, int selected, long runSeed) {
        DemoPlan plan = DemoPlan.inOrder(learnt, selected, EPOCHS, runSeed, DemoPlan.MOST_PER_SECOND);
        SimulationSettings app = SimulationSettings.of(
                plan.streamsSettings(), settings, plan.rates().measuring());
        Duration step = Duration.ofNanos(
                (long) (TimeUnit.SECONDS.toNanos(1) * EVERY / plan.rates().measuring()));
        Map<String, String> trainerSettings = new HashMap<>(plan.trainerSettings());
        trainerSettings.putAll(trainer);
        return new EventRun.Settings(
                cluster,
                new SimulationSettings(app.all(), app.perSecond(), step),
                trainerSettings,
                TrainerSettings.of(SimulatedLoop.trainerSettings(trainerSettings, "none:1"))
                        .learning()
                        .train(),
                EVERY,
                decisions::print);
    }

    private List<EventResult> playEvents(BenchmarkCluster cluster, String name, EventStream stream, long runSeed) {
        EventRun.Settings run = settings(cluster, stream.k(), runSeed);
        EventPlanner planner = new EventPlanner(stream, learnt, learnt + STATIONARY, records, runSeed);
        TrainedSelection unchanged = planner.first(run.train());
        List<EventResult> results = new ArrayList<>();
        for (EventKind kind : events) {
            PlantedEvent event = planner.event(kind, unchanged);
            EventScenario scenario = planner.scenario(name, kind, event);
            TrainedSelection first = event.isFromStart() ? first(scenario, run) : unchanged;
            results.add(play(scenario, first, run));
        }
        return results;
    }

    private static TrainedSelection first(EventScenario scenario, EventRun.Settings run) {
        return ColdTraining.first(
                scenario.rows().sent(new Stretch(0, scenario.learnt())),
                ColdTraining.candidates(scenario.channelNames()),
                run.train());
    }

    private EventResult playCase(BenchmarkCluster cluster, DataFile file) {
        int at = onset.orElse(learnt + STATIONARY);
        float[][] rows = file.rows().stream().map(row -> row.values()).toArray(float[][]::new);
        int[] faults = faulty.stream().mapToInt(channel -> index(file, channel)).toArray();
        PlantedEvent event = PlantedEvent.lasting(at, end.orElse(at), Long.MAX_VALUE, () -> (record, row) -> {})
                .naming(faults)
                .without(faults);
        EventScenario scenario = new EventScenario(
                new EventScenario.Label("case", name(file.path()), seed),
                file.channelNames(),
                learnt,
                event,
                event.play(rows),
                stretch -> stretch.to() <= event.end()
                        ? Arrays.copyOfRange(rows, (int) event.onset(), (int) event.end())
                        : Arrays.copyOfRange(rows, Math.max(0, rows.length - ORACLE_ROWS), rows.length));
        if (scenario.after().records() < 1) {
            throw new SettingException("Data file " + file.path() + " has " + rows.length
                    + " rows; more than 1,000 after the event are needed");
        }
        EventRun.Settings run = settings(cluster, k(file), seed);
        return play(scenario, first(scenario, run), run);
    }

    private static int index(DataFile file, String channel) {
        int index = file.channelNames().indexOf(channel);
        if (index < 0) {
            throw new SettingException(
                    "Data file " + file.path() + " has no channel " + channel + ", which --faulty names");
        }
        return index;
    }

    private EventResult play(EventScenario scenario, TrainedSelection first, EventRun.Settings run) {
        long start = System.nanoTime();
        EventResult result = EventRun.of(scenario, first, run);
        EventScenario.Label label = scenario.label();
        PrintWriter err = spec.commandLine().getErr();
        err.println(String.format(
                Locale.ROOT,
                "%s %s, seed %d: regret %.2f, %d versions; %.1f s",
                label.stream(),
                label.event(),
                label.seed(),
                result.after().regret(),
                result.versions(),
                (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1)));
        err.flush();
        return result;
    }

    private String report(List<EventResult> results) {
        return String.format(
                Locale.ROOT,
                "# Events%n%n%.0f records a second in simulated time; %d rows learnt, %d before the event, %d after its last"
                        + " change; on %s%n%n%s",
                DemoPlan.MOST_PER_SECOND,
                learnt,
                STATIONARY,
                records,
                Machine.here(),
                EventsReport.markdown(results));
    }

    private static void write(Path path, List<EventResult> results) {
        try {
            Files.write(
                    path,
                    results.stream().map(result -> result.json().toString()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("--json " + path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
