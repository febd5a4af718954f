package io.sensieve.benchmarks.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensieve.SelectedChannel;
import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.DataParts;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run one}: the process that {@code tables} starts for each run. */
@Command(
        name = "one",
        mixinStandardHelpOptions = true,
        description = "Performs one run of tables in this process and prints its result as a JSON line.")
public final class SingleRunCommand implements Callable<Integer> {
    private static final double PERCENT = 100;
    private static final MathContext SHORT = new MathContext(6);

    @Option(
            names = "--data",
            required = true,
            paramLabel = "NAME=FILE",
            description = "Data set and the name under which the paper has figures for it.")
    private Map<String, Path> data = Map.of();

    @Option(names = "--task", defaultValue = "reconstruction", description = "${COMPLETION-CANDIDATES}.")
    private Task task = Task.RECONSTRUCTION;

    @Option(
            names = "--row",
            required = true,
            paramLabel = "R",
            description = "Row of the tables: ip-cae, gjsd, cae, ... with the paper's hyperparameters, or default.")
    private String row = TableRow.DEFAULT;

    @Option(names = "--k", paramLabel = "K", description = "Channels to select (default 50; 10 of fewer than 100).")
    private Optional<Integer> k = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "11", description = "Random seed (default 11).")
    private long seed;

    @Option(names = "--epochs", hidden = true)
    private Optional<Integer> epochs = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        if (data.size() != 1) {
            throw new SettingException("Invalid value of --data: must be a single NAME=FILE");
        }
        Map.Entry<String, Path> entry = data.entrySet().iterator().next();
        DataFile file = DataFile.read(entry.getKey(), entry.getValue());
        RunSpec run =
                new RunSpec(RunSpec.Source.of(file), task, TableRow.of(row), k.orElseGet(file::defaultK), seed, epochs);
        RunResult result = run(run, file);
        spec.commandLine().getOut().println(new JsonMapper().writeValueAsString(result));
        return 0;
    }

    private static RunResult run(RunSpec run, DataFile file) {
        DataParts parts = DataParts.of(file, run.task());
        TrainedSelection trained =
                run.row().method().selector().select(parts.data(), run.settings(), TrainingListener.NONE);
        return new RunResult(
                parts.testFigure(trained.model()),
                trained.validation().error().getMean(),
                trained.run().uniquePercentage(),
                trained.run().seconds(),
                trained.run().device(),
                Machine.here().toString(),
                trained.channels().stream().map(SelectedChannel::getIndex).toList(),
                trained.run().curve().stream()
                        .map(epoch -> figure(run.task(), epoch))
                        .toList());
    }

    private static double figure(Task task, TrainingProgress epoch) {
        double figure = task == Task.RECONSTRUCTION ? epoch.validationError() : PERCENT * (1 - epoch.validationError());
        return new BigDecimal(figure).round(SHORT).doubleValue();
    }
}
