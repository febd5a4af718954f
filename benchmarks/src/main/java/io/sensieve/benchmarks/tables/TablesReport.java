package io.sensieve.benchmarks.tables;

import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.trainer.learn.settings.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Renders finished runs as tables 1 to 3 of the paper, in Markdown, next to the figures of the paper. */
final class TablesReport {
    private static final String NONE = "–";
    private static final double THOUSANDTHS = 1e3;

    private final List<RunSpec> runs;
    private final Function<RunSpec, Optional<RunResult>> results;
    private final List<String> dataNames;
    private final List<String> rows;
    private final PaperFigures paper = PaperFigures.shipped();

    /**
     * Creates a report with the columns and rows in the order of {@code runs}.
     *
     * @param results returns the result of a finished run
     */
    TablesReport(List<RunSpec> runs, Function<RunSpec, Optional<RunResult>> results) {
        this.runs = List.copyOf(runs);
        this.results = results;
        this.dataNames = runs.stream().map(run -> run.data().name()).distinct().toList();
        this.rows = runs.stream().map(run -> run.row().label()).distinct().toList();
    }

    /**
     * Renders the document.
     *
     * @param command command that produces it
     */
    String markdown(String command) {
        StringBuilder text = new StringBuilder("# Tables of the paper\n\nProduced by `" + command + "`");
        List<String> machines = runs.stream()
                .flatMap(run -> results.apply(run).stream())
                .map(result -> result.machine() + ", device " + result.device())
                .distinct()
                .sorted()
                .toList();
        text.append(machines.isEmpty() ? ".\n" : " on " + String.join("; and on ", machines) + ".\n");
        text.append(
                "\nColumn `paper`: Nilsson et al., ICML 2024, tables 1 to 3 (CC BY 4.0); the row `default` shows the figures of ip-cae. Means and standard"
                        + " deviations over seeds; `unique %` is equation 4 before the replacement of repeated channels.\n\n");
        text.append(dataSets());
        List<Task> tasks = runs.stream().map(RunSpec::task).distinct().toList();
        for (Task task : tasks) {
            text.append(figures(task)).append(details(task));
        }
        text.append(new SpeedupTable(dataNames, tasks, this::ended).markdown());
        return text.toString();
    }

    private String dataSets() {
        MarkdownTable table = new MarkdownTable(List.of("data set", "file", "rows", "K", "SHA-256"));
        runs.stream().map(DataLine::of).distinct().forEach(line -> table.row(line.cells()));
        return table + "\n";
    }

    private record DataLine(RunSpec.Source data, int k) {
        static DataLine of(RunSpec run) {
            return new DataLine(run.data(), run.k());
        }

        List<String> cells() {
            return List.of(
                    data.name(),
                    String.valueOf(data.path().getFileName()),
                    Integer.toString(data.rows()),
                    Integer.toString(k),
                    data.sha256().substring(0, 12) + "…");
        }
    }

    private String figures(Task task) {
        boolean error = task == Task.RECONSTRUCTION;
        List<String> header = new ArrayList<>(List.of("method"));
        dataNames.forEach(name -> Collections.addAll(header, name, "paper"));
        MarkdownTable table = new MarkdownTable(header);
        for (String row : rows) {
            List<String> cells = new ArrayList<>(List.of(row));
            for (String name : dataNames) {
                cells.add(figure(task, ended(task, row, name)));
                cells.add(paper.result(row.equals(TableRow.DEFAULT) ? "ip-cae" : row, task, name)
                        .map(figure -> plusMinus(task, figure.mean(), figure.deviation()))
                        .orElse(NONE));
            }
            table.row(cells);
        }
        return (error
                        ? "## Table 1: reconstruction error on the test rows, × 10⁻³\n\n"
                        : "## Table 2: accuracy on the test rows, %\n\n")
                + table + "\n";
    }

    private String details(Task task) {
        List<String> header = new ArrayList<>(List.of("method"));
        dataNames.forEach(name -> Collections.addAll(header, name + ": unique %", "seconds", "seeds"));
        MarkdownTable table = new MarkdownTable(header);
        for (String row : rows) {
            List<String> cells = new ArrayList<>(List.of(row));
            for (String name : dataNames) {
                List<RunResult> ended = ended(task, row, name);
                cells.add(mean(ended, RunResult::uniquePercentage));
                cells.add(mean(ended, RunResult::seconds));
                cells.add(Integer.toString(ended.size()));
            }
            table.row(cells);
        }
        return table + "\n";
    }

    private List<RunResult> ended(Task task, String row, String dataName) {
        return runs.stream()
                .filter(run -> run.task() == task
                        && run.row().label().equals(row)
                        && run.data().name().equals(dataName))
                .flatMap(run -> results.apply(run).stream())
                .toList();
    }

    private static String figure(Task task, List<RunResult> ended) {
        if (ended.isEmpty()) {
            return NONE;
        }
        Sample sample = sample(ended, RunResult::figure);
        return plusMinus(task, sample.mean(), sample.deviation());
    }

    private static String plusMinus(Task task, double mean, double deviation) {
        return task == Task.RECONSTRUCTION
                ? String.format(Locale.ROOT, "%.3f ± %.3f", mean * THOUSANDTHS, deviation * THOUSANDTHS)
                : String.format(Locale.ROOT, "%.2f ± %.2f", mean, deviation);
    }

    private static String mean(List<RunResult> ended, ToDoubleFunction<RunResult> part) {
        return ended.isEmpty()
                ? NONE
                : String.format(Locale.ROOT, "%.1f", sample(ended, part).mean());
    }

    private static Sample sample(List<RunResult> ended, ToDoubleFunction<RunResult> part) {
        return new Sample(ended.stream().map(part::applyAsDouble).collect(Collectors.toList()));
    }
}
