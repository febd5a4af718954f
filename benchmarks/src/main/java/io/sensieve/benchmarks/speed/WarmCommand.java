package io.sensieve.benchmarks.speed;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.DataParts;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.TrainingFileOptions;
import io.sensieve.model.ModelFile;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.retrain.ChallengerGate;
import io.sensieve.trainer.settings.TrainerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run warm}. */
@Command(
        name = "warm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares a cold training after a drift with a training that starts from the champion.",
            "The champion is trained on the first half of the training rows. In the second half, and in the validation and"
                    + " test rows, a third of the channels are shifted: each shows the signal of another one of them, with"
                    + " another gain. Test errors are those of shifted rows."
        })
public final class WarmCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Mixin
    private TrainingFileOptions input = new TrainingFileOptions();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of drifts, with the seeds 1 to N (default 3).")
    private int seeds;

    @Option(
            names = "--churn",
            split = ",",
            paramLabel = "C",
            description =
                    "Values of the trainer's setting gate.churn: share of the error that an exchange of all channels must gain; a row"
                            + " for each (default ${DEFAULT-VALUE}, the default of the trainer).")
    private List<Double> churns =
            List.of((Double) TrainerSettings.definition().defaultValues().get(ChallengerGate.CHURN));

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new SettingException("Invalid value " + seeds + " for --seeds: must be at least 1");
        }
        churns.stream().filter(churn -> !(churn >= 0)).findAny().ifPresent(churn -> {
            throw new SettingException("Invalid value " + churn + " for --churn: must be at least 0");
        });
        DataFile file = input.read();
        DataParts parts = DataParts.of(file, Task.RECONSTRUCTION);
        TrainSettings settings = input.settings(file);
        MarkdownTable table = new MarkdownTable(List.of(
                "drift",
                "churn",
                "champion's error before",
                "after",
                "cold error",
                "s",
                "warm error",
                "s",
                "s to the cold error",
                "% of the cold time",
                "channels exchanged"));
        select(half(parts, 0, new PlantedShift(0, parts)), settings, TrainingListener.NONE);
        for (int seed = 1; seed <= seeds; seed++) {
            rows(parts, settings, seed).forEach(table::row);
            spec.commandLine().getErr().println("drift " + seed + " of " + seeds);
            spec.commandLine().getErr().flush();
        }
        output.write(
                "# Warm retrains\n\n" + file.path().getFileName() + ", D = "
                        + parts.data().channelCount() + ", K = " + settings.k() + ", on " + Machine.here()
                        + "; wanted: at most 25 %\n\n" + table,
                spec.commandLine().getOut());
        return 0;
    }

    private List<List<String>> rows(DataParts parts, TrainSettings base, int seed) {
        TrainSettings settings = base.withSeed(seed);
        PlantedShift none = new PlantedShift(0, parts);
        PlantedShift drift = new PlantedShift(seed, parts);
        ModelFile champion =
                select(half(parts, 0, none), settings, TrainingListener.NONE).model();
        DataParts changed = new DataParts(half(parts, 1, drift), drift.of(parts.test()), new int[0]);

        TrainingTimer coldClock = new TrainingTimer(model -> 0, List.of());
        ModelFile cold = select(changed.data(), settings, coldClock).model();
        double coldSeconds = coldClock.seconds();
        double coldError = changed.testFigure(cold);

        List<List<String>> rows = new ArrayList<>();
        for (double churn : churns) {
            TrainingTimer warmClock = new TrainingTimer(changed::testFigure, List.of(coldError));
            ModelFile warm = select(changed.data().withChampion(champion, churn), settings, warmClock)
                    .model();
            Optional<Double> reached = Optional.ofNullable(warmClock.reached().get(coldError));
            long kept = Arrays.stream(warm.channels())
                    .filter(c -> Arrays.binarySearch(champion.channels(), c) >= 0)
                    .count();
            rows.add(List.of(
                    Integer.toString(seed),
                    Double.toString(churn),
                    format("%.3e", parts.testFigure(champion)),
                    format("%.3e", changed.testFigure(champion)),
                    format("%.3e", coldError),
                    format("%.2f", coldSeconds),
                    format("%.3e", changed.testFigure(warm)),
                    format("%.2f", warmClock.seconds()),
                    reached.map(s -> format("%.2f", s)).orElse("not reached"),
                    reached.map(s -> format("%.0f", PERCENT * s / coldSeconds)).orElse("–"),
                    warm.channels().length - kept + " of " + warm.channels().length));
        }
        return rows;
    }

    private static TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener) {
        return SelectionMethod.CSS.selector().select(data, settings, listener);
    }

    private static TrainingData half(DataParts parts, int which, PlantedShift drift) {
        float[][] rows = parts.data().train();
        int middle = rows.length / 2;
        return new TrainingData(
                drift.of(Arrays.copyOfRange(rows, which * middle, which * middle + middle)),
                drift.of(parts.data().validation()),
                parts.data().channels());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
