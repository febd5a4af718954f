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
            "Planted drift: how soon the streams app tells of it, what it misses, whom it blames; and what it tells of"
                    + " streams in which nothing changes.",
            "A selection is trained once; rows that it has not seen make the streams, drawn with replacement. The app's"
                    + " topology runs in simulated time, its own clock beside the records' event time."
        })
public final class DriftCommand implements Callable<Integer> {
    private static final long STABLE_SEED = 1_000_000;

    /** So that a window is a hundred records, and figures go on twenty times a second, at 1,000 records a second. */
    private static final Map<String, String> USUAL = Map.of(
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
                "random: half of all rows make the streams, drawn beforehand, so that training and streams are of one world"
                        + " (default); test: the file's test rows do, which may be of another world by themselves."
            })
    private SelectionUnderTest.Source source = SelectionUnderTest.Source.RANDOM;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES} (default all).")
    private List<DriftKind> kinds = List.of(DriftKind.values());

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5", description = "Streams of each kind (default 5).")
    private int seeds;

    @Option(
            names = "--after",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Records of the changed world after which a drift is missed (default 6000).")
    private int after;

    @Option(
            names = "--stable",
            paramLabel = "N",
            defaultValue = "20",
            description = "Streams in which nothing changes (default 20).")
    private int stable;

    @Option(
            names = "--stable-records",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Records of each of them (default 50000).")
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
                "A setting of the streams service. Not its own defaults: drift.window.ms = 100, drift.flush.ms = 50,"
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
        SimulationSettings app = SimulationSettings.of(USUAL, settings, rate);
        TrainSettings train = epochs.in(TrainSettings.of(k));
        Map<String, DataFile> files = new LinkedHashMap<>();
        data.forEach((name, path) -> files.put(name, DataFile.read(name, path)));
        StringBuilder text = new StringBuilder();
        text.append(DriftTables.format(
                "# Drift%n%nThe app in simulated time, %,.0f records a second; %s; on %s.%n%n"
                        + "Delays are in records, from the first changed one to the last that was sent when the report came.",
                rate, app.describe(), Machine.here()));
        files.values().forEach(file -> text.append(judge(file, app, train)));
        output.write(text.toString(), spec.commandLine().getOut());
        return 0;
    }

    private String judge(DataFile file, SimulationSettings app, TrainSettings train) {
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
            StreamEvaluation watch = StreamEvaluation.of(
                    subject, app, record -> subject.held().draw(random), 0, stableRecords, seen -> false);
            tables.addStable(watch, stableRecords);
        }
        return DriftTables.format(
                "%n%n## %s%n%nD = %d, K = %d; %d rows, %s, drawn with replacement, each value moved by up to %s of its"
                        + " channel's deviation; %d seeds%n%n%s",
                file.path().getFileName(),
                subject.trained().channelNames().size(),
                subject.selected().length,
                subject.held().size(),
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
            throw new SettingException("--kinds names none of " + Arrays.toString(DriftKind.values()));
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
