package io.sensieve.benchmarks.jmh;

import io.sensieve.benchmarks.common.Machine;
import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.service.SettingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run jmh}. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the processing steps of a single record with JMH: nanoseconds and allocated bytes for each record.",
            "Compares the codec with generated Avro classes and Avro's own decoder and encoder."
        })
public final class JmhCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = ".*",
            description = "Regular expression; only benchmarks whose names match run (default: all).")
    private String pattern = "";

    @Option(
            names = "--d",
            split = ",",
            paramLabel = "D",
            defaultValue = "617",
            description = "Channels of a record, one or several numbers (default 617).")
    private List<Integer> d = List.of();

    @Option(names = "--k", paramLabel = "K", defaultValue = "50", description = "Channels to select (default 50).")
    private int k;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "2",
            description = "JVMs for each benchmark (default 2).")
    private int forks;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "5",
            description = "Measured seconds in each JVM, after the same number of warm-up seconds (default 5).")
    private int iterations;

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws RunnerException, IOException {
        d.forEach(channels -> {
            if (k < 1 || channels < k) {
                throw new SettingException("Invalid value " + k + " for --k: must be from 1 to --d, " + channels);
            }
        });
        Path folder = Files.createTempDirectory("sensieve-jmh-");
        try {
            Collection<RunResult> results = new Runner(
                            options(prepare(folder)),
                            OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
                    .run();
            output.write(
                    "# A single record\n\nK = " + k + ", " + forks + " JVMs, " + iterations + " s each, on "
                            + Machine.here() + "\n\n" + new JmhReport(results).markdown(),
                    spec.commandLine().getOut());
            return 0;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private String prepare(Path folder) throws IOException {
        String option = "";
        for (int channels : d) {
            spec.commandLine().getErr().println("selecting " + k + " of " + channels + " channels ...");
            spec.commandLine().getErr().flush();
            option = BenchmarkRecords.prepare(folder, channels, k);
        }
        return option;
    }

    private Options options(String option) {
        return new OptionsBuilder()
                .include(pattern)
                .param("d", d.stream().map(String::valueOf).toArray(String[]::new))
                .jvmArgsAppend(option)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
    }
}
