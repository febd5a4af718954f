package io.sensieve.benchmarks.load;

import io.sensieve.benchmarks.common.EpochsOption;
import io.sensieve.benchmarks.common.FactorModelRows;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.ProcessMemory;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run wide}. */
@Command(
        name = "wide",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains with the defaults on generated windows of 1,000 channels, half of --channels, and --channels. All run in"
                    + " this process in ascending order, so that each row shows its own peak memory.",
            "The run script sets a heap of 2 GiB."
        })
public final class WideCommand implements Callable<Integer> {
    private static final int NARROW = 1000;
    private static final int EVERY = 10;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "5000", description = "Rows of a window (default 5000).")
    private int rows;

    @Option(
            names = "--channels",
            paramLabel = "D",
            defaultValue = "10000",
            description = "Channels of the largest window (default 10000).")
    private int channels;

    @Option(names = "--k", paramLabel = "K", defaultValue = "100", description = "Channels to select (default 100).")
    private int k;

    @Option(names = "--method", paramLabel = "M", defaultValue = "css", description = "Selection method (default css).")
    private String method = "";

    @Mixin
    private EpochsOption epochs = new EpochsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        MarkdownTable table = new MarkdownTable(List.of(
                "D", "seconds", "ms per channel", "peak resident MiB", "validation error", "error of the mean"));
        Stream.of(NARROW, channels / 2, channels)
                .filter(size -> size <= channels && size >= k)
                .distinct()
                .sorted()
                .forEach(size -> table.row(cells(size)));
        output.write(
                "# A wide window\n\n" + rows + " rows, K = " + k + ", " + method + " with the defaults, heap of "
                        + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB, on " + Machine.here() + "\n\n" + table,
                spec.commandLine().getOut());
        return 0;
    }

    private List<String> cells(int size) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("generating " + rows + " rows of " + size + " channels ...");
        TrainingData window = FactorModelRows.of(rows, size);
        TrainSettings settings = epochs.in(TrainSettings.of(k));
        TrainedSelection trained = SelectionMethod.of(method).selector().select(window, settings, progress -> {
            if (progress.epoch() % EVERY == 0) {
                err.println(String.format(
                        Locale.ROOT,
                        "D = %d: epoch %d of %d, validation error %.3e",
                        size,
                        progress.epoch(),
                        progress.epochs(),
                        progress.validationError()));
                err.flush();
            }
        });
        return List.of(
                Integer.toString(size),
                String.format(Locale.ROOT, "%.1f", trained.run().seconds()),
                String.format(Locale.ROOT, "%.2f", trained.run().seconds() / size * 1e3),
                String.format(Locale.ROOT, "%.0f", ProcessMemory.peak()),
                String.format(Locale.ROOT, "%.3e", trained.validation().error().getMean()),
                String.format(Locale.ROOT, "%.3e", trained.validation().error().getPredictMean()));
    }
}
