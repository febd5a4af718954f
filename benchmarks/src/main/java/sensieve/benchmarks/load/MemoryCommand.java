package sensieve.benchmarks.load;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sensieve.benchmarks.DataFile;
import sensieve.benchmarks.LearningFile;
import sensieve.benchmarks.Machine;
import sensieve.benchmarks.Markdown;
import sensieve.benchmarks.Output;
import sensieve.benchmarks.Parts;
import sensieve.benchmarks.ProcessMemory;
import sensieve.service.SettingException;
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.Task;
import sensieve.trainer.learn.TrainSettings;
import sensieve.trainer.learn.TrainingListener;

/** {@code benchmarks/run memory}. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains again and again in one process and tells how its resident memory grows.")
public final class MemoryCommand implements Callable<Integer> {
    private static final int SETTLED = 5;
    private static final int EVERY = 10;
    private static final double FLAT_SHARE = 0.05;

    @Mixin
    private LearningFile input = new LearningFile();

    @Option(names = "--retrains", paramLabel = "N", defaultValue = "200", description = "Default 200.")
    private int retrains;

    @Option(names = "--method", paramLabel = "M", defaultValue = "css", description = "Default css.")
    private String method = "";

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (retrains <= SETTLED) {
            throw new SettingException("Invalid value " + retrains + " for --retrains: must be above " + SETTLED);
        }
        DataFile file = input.read();
        Parts parts = Parts.of(file, Task.RECONSTRUCTION);
        TrainSettings settings = input.settings(file);
        Markdown table = new Markdown(List.of("after training", "resident MiB"));
        double early = 0;
        double late = 0;
        for (int i = 1; i <= retrains; i++) {
            long seed = i;
            Method.of(method).selector().select(parts.data(), settings.with(s -> s.seed(seed)), TrainingListener.NONE);
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
                                "%nHighest from the fifth on: %.0f MiB in the first half, %.0f MiB in the second"
                                        + " (%+.1f %%): %s.%n",
                                early,
                                late,
                                (late - early) / early * 100,
                                late <= early * (1 + FLAT_SHARE) ? "flat" : "it grows"),
                spec.commandLine().getOut());
        return 0;
    }
}
