package io.sensieve.benchmarks.drift;

import io.sensieve.Channel;
import io.sensieve.Reconstruction;
import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.EpochsOption;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.simulation.ColdTraining;
import io.sensieve.benchmarks.simulation.DecisionsOption;
import io.sensieve.benchmarks.simulation.SimulatedLoop;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.codec.Floats;
import io.sensieve.model.Reconstructor;
import io.sensieve.service.SettingException;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run gas}. */
@Command(
        name = "gas",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures real drift: the batches of a file in their order, for example 36 months of gas sensors.",
            "The first selection is trained on the first batch. Each later batch is reconstructed with (a) that selection, (b)"
                    + " the active selection of a simulated app and trainer, and (c) a selection trained cold on the same"
                    + " batch, which is the best possible but is never available in time."
        })
public final class GasCommand implements Callable<Integer> {
    /** At one record a second a window of a minute holds 60 records. */
    private static final Map<String, String> APP_DEFAULTS = Map.of("drift.min.records", "30");

    private static final Map<String, String> TRAINER_DEFAULTS =
            Map.of("window.min.rows", "100", "retrain.schedule.ms", "0");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "CSV file with a header, a column batch, and rows in the order of their batches.")
    private Path data = Path.of("");

    @Option(names = "--k", paramLabel = "K", defaultValue = "16", description = "Channels to select (default 16).")
    private int k;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the first run, for trainings and the order of rows within a batch (default 1).")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Number of runs, each with the next seed (default 3). The report covers all runs, because in a"
                            + " single order a few outliers come before or after a retrain by chance.")
    private int seeds;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "10",
            description = "Records between two turns of the trainer (default 10).")
    private int every;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = {"Setting of the streams service. Default of this command: drift.min.records = 30."})
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "-T",
            paramLabel = "KEY=VALUE",
            description = {
                "Setting of the trainer service. Defaults of this command: window.min.rows = 100, retrain.schedule.ms = 0,"
                        + " and train.k and train.seed from the options above."
            })
    private Map<String, String> trainer = new HashMap<>();

    @Mixin
    private EpochsOption epochs = new EpochsOption();

    @Mixin
    private DecisionsOption decisions = new DecisionsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (every < 1) {
            throw new SettingException("Invalid value " + every + " for --every: must be at least 1");
        }
        if (seeds < 1) {
            throw new SettingException("Invalid value " + seeds + " for --seeds: must be at least 1");
        }
        SimulationSettings app = SimulationSettings.of(APP_DEFAULTS, settings, 1);
        DataFile file = DataFile.read("data", data);
        Map<Long, GasResult> results = new TreeMap<>();
        for (long s = seed; s < seed + seeds; s++) {
            results.put(s, run(file, app, s));
        }
        output.write(report(file, app, results), spec.commandLine().getOut());
        return 0;
    }

    private GasResult run(DataFile file, SimulationSettings app, long runSeed) {
        Map<String, String> trainerSettings = trainerSettings(runSeed);
        TrainSettings train = TrainerSettings.of(SimulatedLoop.trainerSettings(trainerSettings, "none:1"))
                .learning()
                .train();
        FileBatches batches = FileBatches.of(file, runSeed);
        printProgress(
                "seed %d: selecting %d of %d channels for the first selection ...",
                runSeed, k, file.channelNames().size());
        List<Channel> channels = ColdTraining.candidates(file.channelNames());
        TrainedSelection first = ColdTraining.first(batches.rows().get(0), channels, train);
        List<GasResult.Batch> results = new ArrayList<>();
        List<Double> coldSeconds = new ArrayList<>();
        try (BenchmarkCluster cluster = new BenchmarkCluster();
                SimulatedLoop loop = new SimulatedLoop(
                        cluster, app, trainerSettings, file.channelNames(), ColdTraining.version1(first), every)) {
            Reconstructor kept = new Reconstructor(first.model());
            for (int b = 1; b < batches.names().size(); b++) {
                float[][] rows = batches.rows().get(b);
                ErrorScaling scale = new ErrorScaling(rows);
                int trainings = loop.trainings().size();
                int switches = loop.switches();
                int decided = loop.decisions().size();
                double[] sensieve = sensieve(loop, rows, scale);
                TrainedSelection best = ColdTraining.of(rows, rows, channels, train);
                coldSeconds.add(best.run().seconds());
                results.add(new GasResult.Batch(
                        batches.names().get(b),
                        errors(kept, rows, scale),
                        sensieve,
                        errors(new Reconstructor(best.model()), rows, scale),
                        loop.trainings().size() - trainings,
                        loop.switches() - switches));
                loop.decisions().stream().skip(decided).forEach(decisions::print);
                printProgress(
                        "batch %s of %s",
                        batches.names().get(b),
                        batches.names().get(batches.names().size() - 1));
            }
            return new GasResult(results, loop.trainings(), coldSeconds);
        }
    }

    private Map<String, String> trainerSettings(long runSeed) {
        Map<String, String> all = new HashMap<>(TRAINER_DEFAULTS);
        all.put("train.k", Integer.toString(k));
        all.put("train.seed", Long.toString(runSeed));
        epochs.count().ifPresent(count -> all.put("train.decoder.epochs", Integer.toString(count)));
        all.putAll(trainer);
        return all;
    }

    /** Error of each record with the active selection at its time. */
    private static double[] sensieve(SimulatedLoop loop, float[][] rows, ErrorScaling scale) {
        double[] errors = new double[rows.length];
        int scored = 0;
        for (float[] row : rows) {
            loop.send(row);
            for (Reconstruction reconstruction : loop.app().read(Topics.RECONSTRUCTIONS)) {
                errors[scored] = scale.error(rows[scored], Floats.array(reconstruction.getValues()));
                scored++;
            }
        }
        if (scored != rows.length) {
            throw new IllegalStateException(scored + " of " + rows.length + " records have a reconstruction");
        }
        return errors;
    }

    private static double[] errors(Reconstructor reconstructor, float[][] rows, ErrorScaling scale) {
        return IntStream.range(0, rows.length)
                .mapToDouble(r -> scale.error(rows[r], reconstructor.reconstruct(reconstructor.project(rows[r]))))
                .toArray();
    }

    private String report(DataFile file, SimulationSettings app, Map<Long, GasResult> results) {
        FileBatches batches = FileBatches.of(file, seed);
        return DriftTables.format(
                "# Batches in order%n%n%s, D = %d, K = %d, seeds %d to %d together, on %s%n%n"
                        + "One record a second in simulated time; %s; trainer: %s. Rows of a batch are shuffled. The first"
                        + " selection is trained on batch %s (%d rows). Errors are those of the paper (section 4), scaled by the"
                        + " ranges of the batch.%n%n%s",
                file.path().getFileName(),
                file.channelNames().size(),
                k,
                seed,
                seed + seeds - 1,
                Machine.here(),
                app.describe(),
                trainerSettings(seed).entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("train.seed"))
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .reduce((a, c) -> a + ", " + c)
                        .orElse("defaults"),
                batches.names().get(0),
                batches.rows().get(0).length,
                GasResult.of(List.copyOf(results.values())).markdown() + "\n" + GasResult.bySeed(results));
    }

    private void printProgress(String format, Object... values) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(DriftTables.format(format, values));
        err.flush();
    }
}
