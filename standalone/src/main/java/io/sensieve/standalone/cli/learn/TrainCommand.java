package io.sensieve.standalone.cli.learn;

import io.sensieve.Channel;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.standalone.report.Experiment;
import io.sensieve.standalone.report.ExperimentRun;
import io.sensieve.standalone.report.ReportFile;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.study.Resilience;
import io.sensieve.trainer.study.Stability;
import io.sensieve.trainer.study.Subsamples;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve train}: selects channels from a file. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Selects channels from a file, without Kafka: trains on the train rows, validates on the val rows, tests on the"
                    + " test rows.",
            "A file without the column split is split at random: 64 %% train, 16 %% val, 20 %% test."
        })
public final class TrainCommand implements Callable<Integer> {
    @Option(
            names = "--method",
            paramLabel = "M",
            converter = MethodConverter.class,
            completionCandidates = MethodConverter.class,
            description = "Selection method: ${COMPLETION-CANDIDATES} (default css; ip-cae with --preset paper).")
    private Optional<SelectionMethod> method = Optional.empty();

    @Mixin
    private LearningOptions learning = new LearningOptions();

    @Option(names = "--seed", paramLabel = "S", description = "Random seed (default 11).")
    private Optional<String> seed = Optional.empty();

    @Mixin
    private ChannelOptions channels = new ChannelOptions();

    @Option(
            names = "--stability",
            paramLabel = "N",
            description =
                    "Repeats the selection N times, each on a random 80 %% of the train rows with another seed, and"
                            + " prints how similar the selections are.")
    private Optional<Integer> stability = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes the results with charts to one self-contained HTML file.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Writes selection.json and model.safetensors to this folder and replaces existing files; with several"
                            + " K, to its subfolders k5 and so on.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Prints the result as one JSON object; progress goes to standard error.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<LearningSettings> all = settings();
        if (stability.isPresent() && stability.get() < Stability.LEAST) {
            throw new SettingException(
                    "Invalid value " + stability.get() + " for --stability: must be at least " + Stability.LEAST);
        }
        report.ifPresent(file -> ReportFile.check("--report", file));
        List<Channel> described;
        DataSplit split;
        try (ChannelFile file = learning.open()) {
            described = channels.channels(file.channelNames());
            split = DataSplit.of(file.readAll(), all.get(0).train().task());
        }
        warnAboutCosts(all.get(0).train());
        learning.ignored(all.get(0)).ifPresent(spec.commandLine().getErr()::println);
        if (out.isEmpty()) {
            printResult(train(described, split, all));
            return 0;
        }
        try (OutputFolder folder = OutputFolder.open(out.get())) {
            Experiment experiment = train(described, split, all);
            experiment.runs().forEach(run -> write(folder, run, experiment));
            folder.commit();
            printResult(experiment);
        }
        return 0;
    }

    /** The settings for each K, ascending. */
    private List<LearningSettings> settings() {
        Map<String, String> own = new LinkedHashMap<>();
        method.ifPresent(value -> own.put(LearningSettings.METHOD, value.label()));
        seed.ifPresent(value -> own.put(LearningSettings.SEED, value));
        return Arrays.stream(learning.k().split(",", -1))
                .map(k -> learning.settings(own, k.trim()))
                .collect(Collectors.toMap(one -> one.train().k(), one -> one, (one, same) -> one, TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    private Experiment train(List<Channel> described, DataSplit split, List<LearningSettings> all) {
        TrainingData data = data(described, split);
        DataSplit parts = split.withoutOutliers(data);
        List<ExperimentRun> runs = new ArrayList<>();
        for (LearningSettings settings : all) {
            String name = settings.method().label()
                    + (all.size() > 1 ? " k=" + settings.train().k() : "");
            try {
                runs.add(run(data, parts, settings, name));
            } catch (IllegalArgumentException e) {
                throw new SettingException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
            }
        }
        return new Experiment(learning.fileName(), parts, data, runs);
    }

    private static TrainingData data(List<Channel> described, DataSplit split) {
        try {
            return split.trainingDataOf(described);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private ExperimentRun run(TrainingData data, DataSplit split, LearningSettings settings, String name) {
        PrintWriter err = spec.commandLine().getErr();
        TrainedSelection trained;
        try (TrainingProgressBar progress = TrainingProgressBar.of(err, name)) {
            trained = settings.method().selector().select(data, settings.train(), progress);
        }
        warnAboutNoGain(trained);
        Optional<Stability> stable = Optional.empty();
        if (stability.isPresent()) {
            err.printf("%s: %d selections from 80 %% of the train rows%n", name, stability.get());
            err.flush();
            stable = Optional.of(Subsamples.stability(
                    settings.method(), data, settings.train(), stability.get(), TrainingListener.NONE));
        }
        return new ExperimentRun(trained, TestResult.of(trained, split).value(), Resilience.of(trained, data), stable);
    }

    private void warnAboutNoGain(TrainedSelection trained) {
        if (trained.validation().error().getMean()
                >= trained.validation().error().getPredictMean()) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "warning: the selection has no lower error than %s (%.3e, %.3e); try another --scaling or"
                                    + " more --epochs%n",
                            TrainText.baseline(trained),
                            trained.validation().error().getMean(),
                            trained.validation().error().getPredictMean());
        }
    }

    private void warnAboutCosts(TrainSettings settings) {
        if (channels.hasCosts()
                && settings.cost().price() == 0
                && Double.isInfinite(settings.cost().budget())) {
            spec.commandLine()
                    .getErr()
                    .println("warning: --cost has an effect only with -D train.price=P or -D train.budget=B");
        }
    }

    private static void write(OutputFolder folder, ExperimentRun run, Experiment experiment) {
        String subfolder = experiment.hasCurve() ? "k" + run.k() + "/" : "";
        folder.write(subfolder + "model.safetensors", run.trained().model().toBytes());
        folder.write(
                subfolder + "selection.json",
                (TrainJson.of(run, experiment).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void printResult(Experiment experiment) {
        report.ifPresent(file -> ReportFile.write(file, experiment));
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            print.println(TrainJson.of(experiment));
        } else {
            new TrainText(print).print(experiment);
        }
    }
}
