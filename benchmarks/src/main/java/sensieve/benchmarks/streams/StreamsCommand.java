package sensieve.benchmarks.streams;

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
import sensieve.benchmarks.Machine;
import sensieve.benchmarks.Output;
import sensieve.service.SettingException;

/** {@code benchmarks/run streams}. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The streams app end to end, beside two floors and the ordinary way, on a broker in this JVM whose topic is"
                    + " filled beforehand.",
            "touch reads the bytes and writes a constant as small as a reduced record; copy writes the bytes again;"
                    + " stock reduces with generated Avro classes and a stock serde; reduced, drift and all are the app"
                    + " without drift, without writing reconstructions, and with everything.",
            "All run in turn after a pass of each that does not count. Every pass must have made exactly its records.",
        })
public final class StreamsCommand implements Callable<Integer> {
    @Mixin
    private FlowOptions flow = new FlowOptions();

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "V",
            description = "Only these of touch, copy, stock, reduced, drift, all.")
    private List<Variant> variants =
            Stream.of(Variant.values()).filter(Variant::supported).toList();

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "3",
            description = "That count, of each variant (default 3).")
    private int passes;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (passes < 1) {
            throw new SettingException("Invalid value " + passes + " for --passes: must be at least 1");
        }
        System.setProperty("kafka.log.level", "ERROR");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        PrintWriter err = spec.commandLine().getErr();
        try (Cluster cluster = new Cluster()) {
            World world = flow.world(cluster, err);
            Comparison comparison = new Comparison(variants);
            comparison.run(new Passes(world, flow.settings()), passes, (round, variant, speed) -> {
                err.println(String.format(
                        Locale.ROOT,
                        "%s %-8s %,8.0f records/s, %5.1f µs of CPU a record",
                        round == 0 ? "warm-up" : "pass " + round + " ",
                        variant.label(),
                        speed.recordsPerSecond(),
                        speed.cpuMicrosPerRecord()));
                err.flush();
            });
            output.write(report(world, comparison), spec.commandLine().getOut());
        }
        return 0;
    }

    private String report(World world, Comparison comparison) {
        return "# The streams app, end to end\n\n`benchmarks/run "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()) + "`\n\n"
                + flow.describe(world)
                + "; medians of " + passes + " passes; broker and app in one JVM, whose whole CPU time is told; on "
                + Machine.here() + "\n\n"
                + comparison.speedTable() + '\n' + comparison.ratioTable();
    }
}
