package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.EpochsOption;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run drift}. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plants drift and measures the delay of its detection, missed drifts, the attribution to channels, and false"
                    + " alarms in stable streams.",
            "A selection is trained once. The streams are drawn with replacement from rows that the training has not seen. The"
                    + " topology of the app runs in simulated time."
        })
public final class DriftCommand implements Callable<Integer> {
    private static final long STABLE_SEED = 1_000_000;

    /** At 1,000 records a second a window holds 100 records, and the app updates its figures 20 times a second. */
    private static final Map<String, String> APP_DEFAULTS = Map.of(
            "reconstructions.enabled", "false",
            "drift.window.ms", "100",
            "drift.flush.ms", "50",
            "drift.grace.ms", "0",
            "drift.min.records", "50");

    @Option(
            names = "--data",
            required = true,
            split = ",",
            paramLabel = "NAME=FILE",
            description = "Data sets, for example har=har.csv.gz,isolet=isolet.csv.gz.")
    private Map<String, Path> data = new LinkedHashMap<>();

    @Option(
            names = "--rows",
            paramLabel = "FROM",
            defaultValue = "random",
            description = {
                "Rows of the streams. random: a random half of all rows, so that training and streams have the same distribution"
                        + " (default); test: the test rows of the file, which may have another distribution."
            })
    private SelectionUnderTest.Source source = SelectionUnderTest.Source.RANDOM;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "Kinds of drift: ${COMPLETION-CANDIDATES} (default all).")
    private List<DriftKind> kinds = List.of(DriftKind.values());

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5", description = "Streams of each kind (default 5).")
    private int seeds;

    @Option(
            names = "--after",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Drifted records after which a drift counts as missed (default 6000).")
    private int after;

    @Option(
            names = "--stable",
            paramLabel = "N",
            defaultValue = "20",
            description = "Number of stable streams (default 20).")
    private int stable;

    @Option(
            names = "--stable-records",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Records of each stable stream (default 50000).")
    private int stableRecords;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1000",
            description = "Records a second, simulated (default 1000).")
    private double rate;

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = {
                "Setting of the streams service. Defaults of this command: drift.window.ms = 100, drift.flush.ms = 50,"
                        + " drift.grace.ms = 0, drift.min.records = 50, reconstructions.enabled = false."
            })
    private Map<String, String> settings = new HashMap<>();

    @Mixin
    private EpochsOption epochs = new EpochsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        check();
        SimulationSettings app = SimulationSettings.of(APP_DEFAULTS, settings, rate);
        TrainSettings train = epochs.in(TrainSettings.of(k));
        Map<String, DataFile> files = new LinkedHashMap<>();
        data.forEach((name, path) -> files.put(name, DataFile.read(name, path)));
        StringBuilder text = new StringBuilder();
        text.append(DriftTables.format(
                "# Drift%n%nThe app in simulated time, %,.0f records a second; %s; on %s.%n%n"
                        + "Delays are in records, from the first drifted record to the last record before the report.",
                rate, app.describe(), Machine.here()));
        files.values().forEach(file -> text.append(evaluate(file, app, train)));
        output.write(text.toString(), spec.commandLine().getOut());
        return 0;
    }

    private String evaluate(DataFile file, SimulationSettings app, TrainSettings train) {
        printProgress(
                "%s: selecting %d of %d channels ...",
                file.name(), k, file.channelNames().size());
        SelectionUnderTest subject = SelectionUnderTest.of(file, source, train);
        DriftTables tables = new DriftTables();
        for (DriftKind kind : kinds) {
            printProgress("%s: %s, %d streams ...", file.name(), kind, seeds);
            for (int seed = 1; seed <= seeds; seed++) {
                tables.add(PlantedDriftResult.of(subject, app, kind, seed, after));
            }
        }
        for (int seed = 0; seed < stable; seed++) {
            printProgress("%s: stable stream %d of %d ...", file.name(), seed + 1, stable);
            SplittableRandom random = new SplittableRandom(STABLE_SEED + seed);
            StreamEvaluation evaluation = StreamEvaluation.of(
                    subject, app, record -> subject.heldOut().draw(random), 0, stableRecords, seen -> false);
            tables.addStable(evaluation, stableRecords);
        }
        return DriftTables.format(
                "%n%n## %s%n%nD = %d, K = %d; %d rows, %s, drawn with replacement, each value with noise of up to %s of the"
                        + " standard deviation of its channel; %d seeds%n%n%s",
                file.path().getFileName(),
                subject.trained().channelNames().size(),
                subject.selected().length,
                subject.heldOut().size(),
                source == SelectionUnderTest.Source.RANDOM ? "held out at random" : "the file's test rows",
                RowPool.JITTER,
                seeds,
                tables.markdown());
    }

    private void check() {
        atLeast("--seeds", seeds, 1);
        atLeast("--after", after, 1);
        atLeast("--stable", stable, 0);
        atLeast("--stable-records", stableRecords, 1);
        atLeast("--k", k, 1);
        if (!(rate > 0)) {
            throw new SettingException("Invalid value " + rate + " for --rate: must be above 0");
        }
        if (kinds.isEmpty()) {
            throw new SettingException(
                    "Invalid value of --kinds: must name at least one of " + Arrays.toString(DriftKind.values()));
        }
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new SettingException("Invalid value " + value + " for " + option + ": must be at least " + least);
        }
    }

    private void printProgress(String format, Object... values) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(DriftTables.format(format, values));
        err.flush();
    }
}
