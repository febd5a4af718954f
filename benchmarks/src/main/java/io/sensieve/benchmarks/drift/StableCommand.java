package io.sensieve.benchmarks.drift;

import io.sensieve.Verdict;
import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.EpochsOption;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.simulation.SimulatedLoop;
import io.sensieve.benchmarks.simulation.SimulatedTrainer;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelRow;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run stable}. */
@Command(
        name = "stable",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a stable stream for hours of simulated time and counts retrain requests, trainings (scheduled ones included)"
                    + " and switches of the selection.",
            "The stream is drawn with replacement from the half of the rows that the first selection has not seen."
        })
public final class StableCommand implements Callable<Integer> {
    private static final int SECONDS_AN_HOUR = 3_600;
    private static final int SWITCHES_TARGET = 1;
    private static final Map<String, String> APP_DEFAULTS = Map.of("reconstructions.enabled", "false");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Data file with the rows of the stream.")
    private Path data = Path.of("");

    @Option(
            names = "--channels",
            paramLabel = "D",
            defaultValue = "64",
            description = "Maximum number of channels, evenly spread over those of the file (default 64).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "10", description = "Channels to select (default 10).")
    private int k;

    @Option(names = "--hours", paramLabel = "H", defaultValue = "100", description = "Simulated hours (default 100).")
    private int hours;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "10",
            description = "Records a second, simulated (default 10).")
    private double rate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Random seed (default 1).")
    private long seed;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of the streams service.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "-T",
            paramLabel = "KEY=VALUE",
            description = "Setting of the trainer service; train.k and train.seed come from the options above.")
    private Map<String, String> trainer = new HashMap<>();

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
        Map<String, String> trainerSettings =
                new HashMap<>(Map.of("train.k", Integer.toString(k), "train.seed", Long.toString(seed)));
        epochs.count().ifPresent(count -> trainerSettings.put("train.decoder.epochs", Integer.toString(count)));
        trainerSettings.putAll(trainer);
        TrainSettings train = TrainerSettings.of(SimulatedLoop.trainerSettings(trainerSettings, "none:1"))
                .learning()
                .train();
        DataFile file = withFewerChannels(DataFile.read("data", data));
        SelectionUnderTest subject = SelectionUnderTest.of(file, SelectionUnderTest.Source.RANDOM, train);
        SplittableRandom random = new SplittableRandom(seed);
        long records = (long) (rate * SECONDS_AN_HOUR * hours);
        int hour = (int) (rate * SECONDS_AN_HOUR);
        try (BenchmarkCluster cluster = new BenchmarkCluster();
                SimulatedLoop loop = new SimulatedLoop(
                        cluster,
                        app,
                        trainerSettings,
                        file.channelNames(),
                        subject.version1(),
                        Math.max(1, hour / 6))) {
            for (long i = 0; i < records; i++) {
                loop.send(subject.heldOut().draw(random));
                if ((i + 1) % (10L * hour) == 0) {
                    printProgress("%d of %d hours", (i + 1) / hour, hours);
                }
            }
            output.write(report(file, subject, app, loop), spec.commandLine().getOut());
        }
        return 0;
    }

    /** Returns the file with at most {@code channels} channels. */
    private DataFile withFewerChannels(DataFile file) {
        int d = file.channelNames().size();
        int kept = Math.min(channels, d);
        int[] indices =
                IntStream.range(0, kept).map(i -> (int) ((long) i * d / kept)).toArray();
        List<ChannelRow> rows = file.rows().stream()
                .map(row -> new ChannelRow(
                        row.line(),
                        row.split(),
                        row.batch(),
                        row.timestamp(),
                        row.label(),
                        picked(row.values(), indices)))
                .toList();
        return new DataFile(
                file.name(),
                file.path(),
                file.sha256(),
                IntStream.of(indices).mapToObj(file.channelNames()::get).toList(),
                rows);
    }

    private static float[] picked(float[] values, int[] indices) {
        float[] picked = new float[indices.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[indices[i]];
        }
        return picked;
    }

    private String report(DataFile file, SelectionUnderTest subject, SimulationSettings app, SimulatedLoop loop) {
        List<SimulatedTrainer.Training> trainings = loop.trainings();
        MarkdownTable table = new MarkdownTable(List.of("in " + hours + " stable hours", "wanted", "measured", ""))
                .row(List.of(
                        "switches of the selection",
                        "at most " + SWITCHES_TARGET,
                        Integer.toString(loop.switches()),
                        DriftTables.reached(loop.switches() <= SWITCHES_TARGET)))
                .row(List.of("retrain requests of the app", "", Long.toString(loop.requests()), ""))
                .row(List.of("trainings, including scheduled ones", "", Integer.toString(trainings.size()), ""))
                .row(List.of(
                        "reports", "", DriftTables.format("%,d", loop.reports().size()), ""))
                .row(List.of(
                        "reports with a warning",
                        "",
                        Long.toString(loop.reports().stream()
                                .filter(report -> report.getVerdict() == Verdict.WARNING)
                                .count()),
                        ""))
                .row(List.of(
                        "reports with drift",
                        "",
                        Long.toString(loop.reports().stream()
                                .filter(report -> report.getVerdict() == Verdict.DRIFT)
                                .count()),
                        ""));
        return DriftTables.format(
                "# Stable hours%n%n%s, D = %d, K = %d; %,d records, %.0f a second in simulated time; %d rows, held out at"
                        + " random, drawn with replacement, each value with noise of up to %s of the standard deviation of its"
                        + " channel; %s; on"
                        + " %s%n%n%s",
                file.path().getFileName(),
                file.channelNames().size(),
                subject.selected().length,
                loop.app().sent(),
                rate,
                subject.heldOut().size(),
                RowPool.JITTER,
                app.describe(),
                Machine.here(),
                table);
    }

    private void check() {
        if (hours < 1 || channels < 2 || k < 1) {
            throw new SettingException("Invalid values: --hours " + hours + " must be at least 1, --channels "
                    + channels + " at least 2, and --k " + k + " at least 1");
        }
        if (!(rate > 0)) {
            throw new SettingException("Invalid value " + rate + " for --rate: must be above 0");
        }
    }

    private void printProgress(String format, Object... values) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(DriftTables.format(format, values));
        err.flush();
    }
}
