package io.sensieve.benchmarks.tables;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.DataParts;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.settings.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run tables}. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures tables 1 to 3 of the paper and renders them next to the figures of the paper.",
            "Each run is a separate process. Finished runs are lines of the runs file, so that the same command continues"
                    + " after an interruption.",
            "The paper has figures for the names mnist, fashion, isolet, coil-20, har and mice."
        })
public final class TablesCommand implements Callable<Integer> {
    /** The paper's seeds (appendix A.3). */
    private static final List<Long> SEEDS =
            LongStream.of(11, 22, 33, 44, 55, 66, 77, 88, 99, 1010).boxed().toList();

    private static final String RUNS = "runs.jsonl";

    /** Where the hyperparameters come from. */
    enum Preset {
        PAPER,
        DEFAULT,
        BOTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--data",
            required = true,
            split = ",",
            paramLabel = "NAME=FILE",
            description = "Data sets, for example har=har.csv.gz,isolet=isolet.csv.gz: CSV with a header, columns split"
                    + " (train, val, test) and label.")
    private Map<String, Path> data = Map.of();

    @Option(
            names = "--k",
            split = ",",
            paramLabel = "NAME=K",
            description = "Channels to select, for example har=50,mice=10 (default 50; 10 of fewer than 100).")
    private Map<String, Integer> k = Map.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10",
            description = "The first N of 11, 22, ..., 99, 1010 (default 10).")
    private int seeds;

    @Option(
            names = "--preset",
            paramLabel = "P",
            defaultValue = "both",
            description =
                    "paper: the methods with the paper's hyperparameters; default: one row with the defaults of train;"
                            + " both (default).")
    private Preset preset = Preset.BOTH;

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "M",
            description = "Rows of the preset paper (default ip-cae,gjsd,cae,lassonet,stg; gjsd is cae with the GJSD"
                    + " term and the lambda of table 5).")
    private List<String> methods = TableRow.OF_THE_PAPER;

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "T",
            defaultValue = "reconstruction,classification",
            description = "${COMPLETION-CANDIDATES} (default both).")
    private List<Task> tasks = List.of();

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "2", description = "Runs at a time (default 2).")
    private int jobs;

    @Option(
            names = "--runs",
            paramLabel = "FILE|DIR",
            description = "File of the finished runs (default: that of --out with the ending .runs.jsonl).")
    private Optional<Path> runs = Optional.empty();

    @Option(names = "--from-runs", description = "Renders the finished runs and performs none.")
    private boolean fromRuns;

    @Option(names = "--out", required = true, paramLabel = "FILE.md", description = "File for the tables.")
    private Path out = Path.of("");

    @Option(names = "--epochs", hidden = true)
    private Optional<Integer> epochs = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<RunSpec> plan = plan();
        RunLedger ledger = RunLedger.open(runsFile());
        Class<?> mainClass = spec.root().userObject().getClass();
        int failed = fromRuns
                ? 0
                : new RunQueue(jobs, ledger, spec.commandLine().getErr())
                        .work(plan, run -> RunProcess.run(mainClass, run));
        write(new TablesReport(plan, ledger::find).markdown(commandLine()));
        spec.commandLine().getErr().println("tables written to " + out);
        if (failed > 0) {
            throw new IllegalStateException(
                    failed + " runs failed (see above); repeat the command to perform them again");
        }
        return 0;
    }

    /** Lists the runs seed by seed, so that an interrupted command leaves complete rows of few seeds. */
    private List<RunSpec> plan() {
        check("--seeds", seeds, SEEDS.size());
        check("--jobs", jobs, Integer.MAX_VALUE);
        k.keySet().stream().filter(name -> !data.containsKey(name)).findAny().ifPresent(name -> {
            throw new SettingException("Invalid value of --k: " + name + " is not a name of --data");
        });
        List<TableRow> tableRows = tableRows();
        List<RunSpec.Source> sources = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        data.forEach((name, path) -> {
            DataFile file = DataFile.read(name, path);
            tasks.forEach(task -> check(file, task));
            sources.add(RunSpec.Source.of(file));
            sizes.add(k.getOrDefault(name, file.defaultK()));
        });
        List<RunSpec> plan = new ArrayList<>();
        for (long seed : SEEDS.subList(0, seeds)) {
            for (int i = 0; i < sources.size(); i++) {
                for (Task task : tasks) {
                    for (TableRow row : tableRows) {
                        plan.add(new RunSpec(sources.get(i), task, row, sizes.get(i), seed, epochs));
                    }
                }
            }
        }
        return plan;
    }

    private List<TableRow> tableRows() {
        List<String> labels = new ArrayList<>();
        if (preset != Preset.PAPER) {
            labels.add(TableRow.DEFAULT);
        }
        if (preset != Preset.DEFAULT) {
            labels.addAll(methods);
        }
        return labels.stream().distinct().map(TableRow::of).toList();
    }

    private Path runsFile() {
        return runs.map(path -> Files.isDirectory(path) ? path.resolve(RUNS) : path)
                .orElseGet(() ->
                        out.resolveSibling(String.valueOf(out.getFileName()).replaceFirst("\\.md$", "") + "." + RUNS));
    }

    /** The command line with files without their folders. */
    private String commandLine() {
        return spec.root().name()
                + spec.commandLine().getParseResult().originalArgs().stream()
                        .map(argument -> " " + argument.replaceAll("(^|[=,])[^=,]*/", "$1"))
                        .collect(Collectors.joining());
    }

    private void write(String text) {
        try {
            Files.writeString(out, text);
        } catch (IOException e) {
            throw new UncheckedIOException("--out " + out + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Checks before the first run that a file has what a task requires. */
    private static void check(DataFile file, Task task) {
        try {
            DataParts.of(file, task);
        } catch (SettingException | IllegalArgumentException e) {
            throw new SettingException(
                    "--data " + file.name() + "=" + file.path() + " is unfit for " + task.label() + ": "
                            + e.getMessage() + "; remove the data set, or the task from --tasks",
                    e);
        }
    }

    private static void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new SettingException("Invalid value " + value + " for " + option + ": must be at least 1"
                    + (most == Integer.MAX_VALUE ? "" : " and at most " + most));
        }
    }
}
