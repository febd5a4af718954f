package io.sensieve.benchmarks.load;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.DataParts;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.ProcessMemory;
import io.sensieve.benchmarks.common.TrainingFileOptions;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run memory}. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains many times in one process and reports its resident memory.")
public final class MemoryCommand implements Callable<Integer> {
    private static final int SETTLED = 5;
    private static final int EVERY = 10;
    private static final double FLAT_SHARE = 0.05;

    @Mixin
    private TrainingFileOptions input = new TrainingFileOptions();

    @Option(
            names = "--retrains",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of trainings (default 200).")
    private int retrains;

    @Option(names = "--method", paramLabel = "M", defaultValue = "css", description = "Selection method (default css).")
    private String method = "";

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (retrains <= SETTLED) {
            throw new SettingException("Invalid value " + retrains + " for --retrains: must be above " + SETTLED);
        }
        DataFile file = input.read();
        DataParts parts = DataParts.of(file, Task.RECONSTRUCTION);
        TrainSettings settings = input.settings(file);
        MarkdownTable table = new MarkdownTable(List.of("after training", "resident MiB"));
        double early = 0;
        double late = 0;
        for (int i = 1; i <= retrains; i++) {
            long seed = i;
            SelectionMethod.of(method).selector().select(parts.data(), settings.withSeed(seed), TrainingListener.NONE);
            if (i == SETTLED || i % EVERY == 0 || i == retrains) {
                double now = ProcessMemory.resident();
                if (i <= (SETTLED + retrains) / 2) {
                    early = Math.max(early, now);
                } else {
                    late = Math.max(late, now);
                }
                table.row(List.of(Integer.toString(i), String.format(Locale.ROOT, "%.0f", now)));
                spec.commandLine().getErr().println(String.format(Locale.ROOT, "%d of %d: %.0f MiB", i, retrains, now));
                spec.commandLine().getErr().flush();
            }
        }
        output.write(
                "# Memory over " + retrains + " trainings of " + method + "\n\n"
                        + file.path().getFileName() + ", on "
                        + Machine.here() + "\n\n" + table
                        + String.format(
                                Locale.ROOT,
                                "%nPeak from the fifth training on: %.0f MiB in the first half, %.0f MiB in the second"
                                        + " (%+.1f %%): %s.%n",
                                early,
                                late,
                                (late - early) / early * 100,
                                late <= early * (1 + FLAT_SHARE) ? "flat" : "growing"),
                spec.commandLine().getOut());
        return 0;
    }
}
