package io.sensieve.benchmarks.tables;

import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.trainer.learn.settings.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Renders table 3: how much earlier IP-CAE reaches the final figure of CAE, by the mean curves of the validation rows.
 */
final class SpeedupTable {
    private static final String NONE = "–";
    private static final String FASTER = "ip-cae";
    private static final String SLOWER = "cae";

    private final List<String> dataNames;
    private final List<Task> tasks;
    private final Ended ended;

    /** Finds the finished runs of a cell. */
    interface Ended {
        List<RunResult> of(Task task, String row, String dataName);
    }

    SpeedupTable(List<String> dataNames, List<Task> tasks, Ended ended) {
        this.dataNames = dataNames;
        this.tasks = tasks;
        this.ended = ended;
    }

    /** Renders the table with its heading. */
    String markdown() {
        List<String> header = new ArrayList<>(List.of("data set"));
        tasks.forEach(task -> Collections.addAll(header, task.label() + ": epoch", "factor", "paper"));
        MarkdownTable table = new MarkdownTable(header);
        for (String name : dataNames) {
            List<String> cells = new ArrayList<>(List.of(name));
            tasks.forEach(task -> cells.addAll(cells(task, name)));
            table.row(cells);
        }
        return "## Table 3: the epoch at which ip-cae's mean validation figure passes cae's final one\n\n" + table
                + "\n";
    }

    private List<String> cells(Task task, String dataName) {
        List<Double> faster = meanCurve(ended.of(task, FASTER, dataName));
        List<Double> slower = meanCurve(ended.of(task, SLOWER, dataName));
        String paper = PaperFigures.shipped()
                .speedup(task, dataName)
                .map(figure -> String.format(Locale.ROOT, "%.2f ×", figure.mean()))
                .orElse(NONE);
        if (faster.isEmpty() || slower.isEmpty()) {
            return List.of(NONE, NONE, paper);
        }
        OptionalInt epoch = passes(faster, slower.get(slower.size() - 1), task == Task.RECONSTRUCTION);
        return epoch.isEmpty()
                ? List.of("never", NONE, paper)
                : List.of(
                        Integer.toString(epoch.getAsInt()),
                        String.format(Locale.ROOT, "%.2f ×", (double) slower.size() / epoch.getAsInt()),
                        paper);
    }

    /** Finds the first epoch, from 1, whose figure is better than {@code target}. */
    static OptionalInt passes(List<Double> curve, double target, boolean lowerIsBetter) {
        for (int i = 0; i < curve.size(); i++) {
            if (lowerIsBetter ? curve.get(i) < target : curve.get(i) > target) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    private static List<Double> meanCurve(List<RunResult> runs) {
        int epochs = runs.stream().mapToInt(run -> run.curve().size()).min().orElse(0);
        List<Double> mean = new ArrayList<>();
        for (int i = 0; i < epochs; i++) {
            int epoch = i;
            mean.add(runs.stream()
                    .mapToDouble(run -> run.curve().get(epoch))
                    .average()
                    .orElseThrow());
        }
        return mean;
    }
}
