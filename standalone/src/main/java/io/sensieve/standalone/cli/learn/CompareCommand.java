package io.sensieve.standalone.cli.learn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve compare}: several methods on the same rows of a file. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares methods on the same rows of a file: mean and standard deviation over seeds.",
            "The seeds are 11, 22, 33 and so on. The file is split as by train."
        })
public final class CompareCommand implements Callable<Integer> {
    private static final int SEED_STEP = 11;

    @Option(
            names = "--methods",
            paramLabel = "M",
            split = ",",
            defaultValue = "css,ip-cae,qr,random",
            converter = MethodConverter.class,
            completionCandidates = MethodConverter.class,
            description = "Methods, separated by commas: ${COMPLETION-CANDIDATES} (default css,ip-cae,qr,random).")
    private List<SelectionMethod> methods = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of seeds per method (default 1).")
    private int seeds;

    @Mixin
    private LearningOptions learning = new LearningOptions();

    @Mixin
    private ChannelOptions channels = new ChannelOptions();

    @Option(names = "--json", description = "Prints one JSON object per method; progress goes to standard error.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private record Run(TestResult test, double validationError, double unique, double seconds) {}

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new SettingException("Invalid value " + seeds + " for --seeds: must be at least 1");
        }
        if (learning.k().contains(",")) {
            throw new SettingException("Invalid value " + learning.k() + " for --k: compare accepts a single K");
        }
        Task task = settings(methods.get(0), SEED_STEP).train().task();
        DataSplit split;
        TrainingData rows;
        try (ChannelFile file = learning.open()) {
            split = DataSplit.of(file.readAll(), task);
            rows = split.trainingDataOf(channels.channels(file.channelNames()));
            split = split.withoutOutliers(rows);
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.printf(
                    "%-8s %24s %24s %9s %10s%n",
                    "method",
                    task == Task.CLASSIFICATION ? "test accuracy" : "test error",
                    "validation error",
                    "unique %",
                    "seconds");
        }
        for (SelectionMethod method : methods) {
            print(out, method, runs(method, rows, split));
        }
        return 0;
    }

    private List<Run> runs(SelectionMethod method, TrainingData rows, DataSplit split) {
        PrintWriter err = spec.commandLine().getErr();
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i <= seeds; i++) {
            Run run = run(method, rows, split, (long) i * SEED_STEP);
            runs.add(run);
            err.printf(
                    "%s, seed %d: %s in %.1f s%n",
                    method.label(), i * SEED_STEP, run.test().text(), run.seconds());
            err.flush();
        }
        return runs;
    }

    private Run run(SelectionMethod method, TrainingData rows, DataSplit split, long seed) {
        PrintWriter err = spec.commandLine().getErr();
        TrainSettings settings = settings(method, seed).train();
        try (TrainingProgressBar progress = TrainingProgressBar.of(err, method.label())) {
            TrainedSelection trained = method.selector()
                    .select(rows, settings, TrainingProgressBar.isTerminal() ? progress : TrainingListener.NONE);
            return new Run(
                    TestResult.of(trained, split),
                    trained.validation().error().getMean(),
                    trained.run().uniquePercentage(),
                    trained.run().seconds());
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()), e);
        }
    }

    private LearningSettings settings(SelectionMethod method, long seed) {
        return learning.settings(
                Map.of(LearningSettings.METHOD, method.label(), LearningSettings.SEED, Long.toString(seed)));
    }

    private void print(PrintWriter out, SelectionMethod method, List<Run> runs) {
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("method", method.label())
                    .put("k", settings(method, SEED_STEP).train().k())
                    .put("seeds", seeds);
            figures(node, runs);
            node.put("validation_error", mean(runs, Run::validationError));
            node.put("unique_percentage_before_repair", mean(runs, Run::unique));
            node.put("train_seconds", mean(runs, Run::seconds));
            out.println(node);
        } else {
            out.printf(
                    "%-8s %s %11.4e ± %10.1e %9.1f %10.1f%n",
                    method.label(),
                    cell(runs),
                    mean(runs, Run::validationError),
                    deviation(runs, Run::validationError),
                    mean(runs, Run::unique),
                    mean(runs, Run::seconds));
        }
        out.flush();
    }

    /** Formats the test error, or the accuracy in percent. */
    private static String cell(List<Run> runs) {
        double mean = mean(runs, CompareCommand::figure);
        double deviation = deviation(runs, CompareCommand::figure);
        return runs.get(0).test().accuracy().isPresent()
                ? "%9.2f %% ± %8.2f %%".formatted(100 * mean, 100 * deviation)
                : "%11.4e ± %10.1e".formatted(mean, deviation);
    }

    private static double figure(Run run) {
        return run.test().value();
    }

    /** Writes the test figure; the key of the other task's figure is null. */
    private static void figures(ObjectNode node, List<Run> runs) {
        boolean accuracy = runs.get(0).test().accuracy().isPresent();
        String name = accuracy ? "accuracy" : "test_error";
        node.putNull(accuracy ? "test_error" : "accuracy");
        node.put(name, mean(runs, CompareCommand::figure));
        node.put(name + "_sd", deviation(runs, CompareCommand::figure));
        ArrayNode each = node.putArray(accuracy ? "accuracies" : "test_errors");
        runs.forEach(run -> each.add(figure(run)));
    }

    private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** Standard deviation of the sample; 0 for a single run. */
    private static double deviation(List<Run> runs, ToDoubleFunction<Run> figure) {
        double mean = mean(runs, figure);
        double squares = runs.stream()
                .mapToDouble(figure)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return runs.size() == 1 ? 0 : Math.sqrt(squares / (runs.size() - 1));
    }
}
