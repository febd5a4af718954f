package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.benchmarks.simulation.SimulatedLoop;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run adapt}. */
@Command(
        name = "adapt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the time from an abrupt drift of a third of the channels to a new selection, in real time: broker,"
                    + " trainer and app run in this JVM.",
            "The time starts at the first drifted record and ends at the first record of the new selection."
        })
public final class AdaptCommand implements Callable<Integer> {
    private static final double TARGET_SECONDS = 30;
    private static final int GENERATED_ROWS = 3_000;

    /** At 1,000 records a second a window holds 1,000 records. */
    private static final Map<String, String> APP_DEFAULTS = Map.of(
            "drift.window.ms", "1000",
            "drift.flush.ms", "250",
            "drift.grace.ms", "250",
            "reconstructions.enabled", "false");

    /** Allows a retrain at once, as if the first selection were old. */
    private static final Map<String, String> TRAINER_DEFAULTS =
            Map.of("retrain.cooldown.ms", "0", "retrain.schedule.ms", "0");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Data file with the rows that the devices send (default: generated rows).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--channels",
            paramLabel = "D",
            defaultValue = "617",
            description = "Channels of generated rows (default 617).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "1000", description = "Records a second (default 1000).")
    private double rate;

    @Option(
            names = "--before",
            paramLabel = "S",
            defaultValue = "10",
            description = "Seconds between the first selection and the drift (default 10).")
    private int before;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Number of runs (default 3).")
    private int runs;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = {
                "Setting of the streams service. Defaults of this command: drift.window.ms = 1000, drift.flush.ms = 250,"
                        + " drift.grace.ms = 250, reconstructions.enabled = false."
            })
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "-T",
            paramLabel = "KEY=VALUE",
            description = {
                "Setting of the trainer service. Defaults of this command: retrain.cooldown.ms = 0, retrain.schedule.ms = 0,"
                        + " and train.k from --k."
            })
    private Map<String, String> trainer = new HashMap<>();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (runs < 1 || before < 0 || !(rate > 0)) {
            throw new SettingException("Invalid values: --runs " + runs + " must be at least 1, --before " + before
                    + " at least 0, and --rate " + rate + " above 0");
        }
        SimulationSettings app = SimulationSettings.of(APP_DEFAULTS, settings, rate);
        Map<String, String> trainerSettings = new HashMap<>(TRAINER_DEFAULTS);
        trainerSettings.put("train.k", Integer.toString(k));
        trainerSettings.putAll(trainer);
        SimulatedLoop.trainerSettings(trainerSettings, "none:1");
        Optional<DataFile> file = data.map(path -> DataFile.read("data", path));
        RowPool pool = new RowPool(file.map(AdaptCommand::rows)
                .orElseGet(() -> SensorRows.generated(GENERATED_ROWS, channels).sent()));
        List<String> names = file.map(DataFile::channelNames)
                .orElseGet(() -> SensorRows.generated(GENERATED_ROWS, channels).data().channels().stream()
                        .map(channel -> channel.getName())
                        .toList());
        List<Adaptation> results = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            PlantedDrift drift = PlantedDrift.of(DriftKind.ABRUPT, pool, new int[0], run);
            Adaptation result =
                    Adaptation.of(drift, names, rate, Duration.ofSeconds(before), app.all(), trainerSettings);
            results.add(result);
            PrintWriter err = spec.commandLine().getErr();
            err.println(DriftTables.format("run %d of %d: %.1f s", run, runs, result.total()));
            err.flush();
        }
        output.write(report(results, names.size(), app), spec.commandLine().getOut());
        return 0;
    }

    private static float[][] rows(DataFile file) {
        return file.rows().stream().map(ChannelRow::values).toArray(float[][]::new);
    }

    private String report(List<Adaptation> results, int d, SimulationSettings app) {
        MarkdownTable table = new MarkdownTable(List.of("seconds", "median", "max"));
        row(table, "detect: first drifted record to request", results, Adaptation::detect);
        row(table, "window: request to start of the training", results, Adaptation::window);
        row(table, "train", results, Adaptation::train);
        row(table, "publish: end of the training to commit", results, Adaptation::publish);
        row(table, "switch: commit to the first record of the new version", results, Adaptation::switchOver);
        row(table, "total", results, Adaptation::total);
        double most = sample(results, Adaptation::total).most();
        return DriftTables.format(
                "# Time to adapt%n%n%s, D = %d, K = %d, %,.0f records a second; %d runs; %s; broker, trainer and app in one"
                        + " JVM on %s%n%n%s%nTarget: under %.0f s; %s.%n",
                data.map(path -> String.valueOf(path.getFileName())).orElse("generated rows"),
                d,
                k,
                rate,
                results.size(),
                app.describe(),
                Machine.here(),
                table,
                TARGET_SECONDS,
                most < TARGET_SECONDS ? "reached" : "missed");
    }

    private static void row(
            MarkdownTable table, String part, List<Adaptation> results, ToDoubleFunction<Adaptation> seconds) {
        Sample sample = sample(results, seconds);
        table.row(
                List.of(part, DriftTables.format("%.2f", sample.median()), DriftTables.format("%.2f", sample.most())));
    }

    private static Sample sample(List<Adaptation> results, ToDoubleFunction<Adaptation> seconds) {
        return new Sample(results.stream().map(seconds::applyAsDouble).toList());
    }
}
