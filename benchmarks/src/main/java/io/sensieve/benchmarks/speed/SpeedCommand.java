package io.sensieve.benchmarks.speed;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.DataParts;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.benchmarks.common.TrainingFileOptions;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run speed}. */
@Command(
        name = "speed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the default preset with a reference implementation of IP-CAE (plain DJL operators, new noise for each"
                    + " record, 200 epochs of batch 128), a training step with its bare matrix products, and the"
                    + " hand-written gradients with those of the engine's automatic differentiation.",
        })
public final class SpeedCommand implements Callable<Integer> {
    private static final int WARM_UP = 10;
    private static final double MILLIS = 1e3;
    private static final double PERCENT = 100;
    private static final int SHORT_EPOCHS = 4;
    private static final int GRADIENT_ROUNDS = 5;

    @Mixin
    private TrainingFileOptions input = new TrainingFileOptions();

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "E",
            defaultValue = "4.38e-3,5.42e-3",
            description = "Test errors to reach (default 4.38e-3,5.42e-3: IP-CAE and CAE on ISOLET in the paper).")
    private List<Double> targets = List.of();

    @Option(
            names = "--reference-steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Timed steps of the reference implementation, extrapolated to 200 epochs (default 200).")
    private int referenceSteps;

    @Option(
            names = "--reference-full",
            description = "Runs all 200 epochs of the reference implementation and reports its test error.")
    private boolean referenceFull;

    @Option(
            names = "--method",
            paramLabel = "M",
            defaultValue = "css",
            description = "Method of the default preset (default css).")
    private String method = "";

    @Option(names = "--seed", paramLabel = "S", defaultValue = "11", description = "Random seed (default 11).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of the engine (default 1, as in the trainer).")
    private int threads;

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        DataFile file = input.read();
        DataParts parts = DataParts.of(file, Task.RECONSTRUCTION);
        TrainSettings settings = input.settings(file).withSeed(seed);
        StringBuilder text = new StringBuilder("# Speed\n\n" + file.path().getFileName() + ", "
                + parts.data().train().length + " train rows, D = "
                + parts.data().channelCount() + ", K = " + settings.k() + ", seed " + seed + ", on " + Machine.here()
                + "; engine threads: " + threads + "\n\n");
        double reference = timeReference(parts, settings.k(), text);
        TrainingTimer timer = timePreset(parts, settings, reference, text);
        timeSteps(parts, settings, timer, text);
        timeGradients(parts, settings, text);
        output.write(text.toString(), spec.commandLine().getOut());
        return 0;
    }

    private double timeReference(DataParts parts, int size, StringBuilder text) {
        ScaledParts scaled = ScaledParts.of(parts);
        try (ReferenceImplementation reference = new ReferenceImplementation(scaled.train(), size, seed)) {
            printProgress("timing the reference implementation ...");
            double step = reference.secondsPerStep(WARM_UP, referenceSteps);
            double all = step * reference.stepsPerEpoch() * ReferenceImplementation.EPOCHS;
            String error = "";
            if (referenceFull) {
                all = 0;
                for (int epoch = 1; epoch <= ReferenceImplementation.EPOCHS; epoch++) {
                    long start = System.nanoTime();
                    reference.epoch(epoch);
                    all += (System.nanoTime() - start) / 1e9;
                    printProgress("epoch %d of %d", epoch, ReferenceImplementation.EPOCHS);
                }
                error = format(
                        "; test error after the last epoch (the training started with the timed steps): %.3e",
                        reference.error(scaled.test()));
            }
            text.append(format(
                    "Reference implementation: %.1f ms a step (mean of %d), %.1f s for %d epochs of %d steps (%s)%s.%n%n",
                    step * MILLIS,
                    referenceSteps,
                    all,
                    ReferenceImplementation.EPOCHS,
                    reference.stepsPerEpoch(),
                    referenceFull ? "all run" : "extrapolated",
                    error));
            return all;
        }
    }

    private TrainingTimer timePreset(DataParts parts, TrainSettings settings, double reference, StringBuilder text) {
        printProgress("timing the default preset ...");
        TrainingTimer timer = new TrainingTimer(parts::testFigure, targets);
        double error = parts.testFigure(SelectionMethod.of(method)
                .selector()
                .select(parts.data(), settings, timer)
                .model());
        double seconds = timer.seconds();
        MarkdownTable table = new MarkdownTable(
                List.of("default preset, " + method, "seconds", "times faster", "% of the reference", "wanted"));
        for (int i = 0; i < targets.size(); i++) {
            double target = targets.get(i);
            Optional<Double> reached = Optional.ofNullable(timer.reached().get(target));
            table.row(List.of(
                    format("to a test error of %.2e", target),
                    reached.map(s -> format("%.2f", s)).orElse("not reached"),
                    reached.map(s -> format("%.1f", reference / s)).orElse("–"),
                    reached.map(s -> format("%.2f", PERCENT * s / reference)).orElse("–"),
                    i == 0 ? "at least 20 times faster" : "under 1 %"));
        }
        table.row(List.of(
                format("to its end, test error %.3e", error),
                format("%.2f", seconds),
                format("%.1f", reference / seconds),
                format("%.2f", PERCENT * seconds / reference),
                ""));
        text.append(table).append('\n');
        return timer;
    }

    private void timeSteps(DataParts parts, TrainSettings settings, TrainingTimer presetTimer, StringBuilder text) {
        printProgress("timing a step and its matrix products ...");
        int channels = parts.data().channelCount();
        int batch = settings.search().batchSizeFor(parts.data().train().length);
        MarkdownTable table = new MarkdownTable(List.of("a step", "ms", "its matrix products, ms", "ratio", "wanted"));
        TrainSettings shared = shortSearch(settings);
        row(
                table,
                "ip-cae, noise shared",
                searchStep(parts, shared),
                MatrixProducts.search(shared, batch, channels).seconds());
        if (settings.decoder().epochs() > 0) {
            row(
                    table,
                    "the default preset's decoder",
                    presetTimer.secondsPerStep(settings.decoder().epochs()),
                    MatrixProducts.decoder(settings, batch, channels).seconds());
        }
        text.append(table).append('\n');
    }

    /** Alternates the two, so that a change of the load of the machine affects both. */
    private void timeGradients(DataParts parts, TrainSettings settings, StringBuilder text) {
        printProgress("timing a step with hand-written gradients and with autograd ...");
        TrainSettings shared = shortSearch(settings);
        List<Double> written = new ArrayList<>();
        List<Double> autograd = new ArrayList<>();
        for (int round = 0; round < GRADIENT_ROUNDS; round++) {
            written.add(searchStep(parts, shared));
            TrainingTimer timer = new TrainingTimer(model -> 0, List.of());
            AutogradSearch.run(parts.data(), shared, timer);
            autograd.add(timer.secondsPerStep(SHORT_EPOCHS - 1));
        }
        double base = new Sample(written).median();
        double other = new Sample(autograd).median();
        MarkdownTable table = new MarkdownTable(List.of("gradients of a step of ip-cae, noise shared", "ms", "ratio"));
        table.row(List.of("hand-written", format("%.2f", base * MILLIS), "1.00"));
        table.row(List.of("autograd of the engine", format("%.2f", other * MILLIS), format("%.2f", other / base)));
        text.append(table);
    }

    private TrainSettings shortSearch(TrainSettings settings) {
        return SelectionMethod.IP_CAE
                .paperSettings(settings.k())
                .withConcrete(c -> c.withNoise(NoiseSharing.BATCH))
                .withSearch(s -> s.withEpochs(SHORT_EPOCHS))
                .withSeed(seed);
    }

    private static double searchStep(DataParts parts, TrainSettings settings) {
        TrainingTimer timer = new TrainingTimer(model -> 0, List.of());
        SelectionMethod.IP_CAE.selector().select(parts.data(), settings, timer);
        return timer.secondsPerStep(SHORT_EPOCHS - 1);
    }

    private static void row(MarkdownTable table, String name, double step, double products) {
        table.row(List.of(
                name,
                format("%.2f", step * MILLIS),
                format("%.2f", products * MILLIS),
                format("%.2f", step / products),
                "at most 2"));
    }

    private void printProgress(String format, Object... values) {
        spec.commandLine().getErr().println(format(format, values));
        spec.commandLine().getErr().flush();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
