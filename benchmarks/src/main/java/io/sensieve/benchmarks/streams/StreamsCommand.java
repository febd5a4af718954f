package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.Scenario;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run streams}. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the streams app end to end, with two lower bounds and a baseline, on a broker in this JVM whose topic is"
                    + " full from the start.",
            "touch reads the bytes and writes a constant of the size of a reduced record; copy copies the bytes; stock"
                    + " reduces with generated Avro classes and a stock serde; reduced, drift and all are the app without"
                    + " drift detection, without writing reconstructions, and with all outputs.",
            "Variants run in rotation after warm-up passes. Fails if an output of a pass is wrong or missing.",
        })
public final class StreamsCommand implements Callable<Integer> {
    @Mixin
    private WorkloadOptions flow = new WorkloadOptions();

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "V",
            description = "Variants to run, of touch, copy, stock, reduced, drift and all (default all six).")
    private List<Variant> variants = List.of(Variant.values());

    @Mixin
    private MeasurementOptions measure = new MeasurementOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        int passes = measure.passes();
        PrintWriter err = spec.commandLine().getErr();
        try (BenchmarkCluster cluster = new BenchmarkCluster()) {
            Scenario scenario = flow.createScenario(cluster, err);
            VariantComparison comparison = new VariantComparison(variants);
            comparison.run(new Passes(scenario, measure.settings()), measure.warmUps(), passes, err);
            output.write(
                    "# The streams app, end to end\n\n`benchmarks/run "
                            + String.join(
                                    " ",
                                    spec.root().commandLine().getParseResult().originalArgs()) + "`\n\n"
                            + flow.describe(scenario) + "; " + measure + "; on " + Machine.here() + "\n\n"
                            + comparison.speedTable() + '\n' + comparison.ratioTable(),
                    spec.commandLine().getOut());
        }
        return 0;
    }
}
