package io.sensieve.benchmarks.tables;

import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.List;

/**
 * A row of the tables: a method with what it learns by.
 *
 * @param label as the row says
 * @param method that chooses
 * @param paper whether it learns by the paper's numbers, else by the defaults
 * @param divergence whether the paper's GJSD term is on
 */
record TableRow(String label, SelectionMethod method, boolean paper, boolean divergence) {
    /** The label of what {@code train} does when nothing is said. */
    static final String DEFAULT = "default";

    /** Rows of the paper's tables, best first. */
    static final List<String> OF_THE_PAPER = List.of("ip-cae", "gjsd", "cae", "lassonet", "stg");

    private static final String DIVERGENCE = "gjsd";

    /**
     * The row of that label: {@value #DEFAULT}, {@code gjsd} (cae with the GJSD term), or a method's label.
     *
     * @throws IllegalArgumentException if there is none
     */
    static TableRow of(String label) {
        return switch (label) {
            case DEFAULT -> new TableRow(label, SelectionMethod.CSS, false, false);
            case DIVERGENCE -> new TableRow(label, SelectionMethod.CAE, true, true);
            default -> new TableRow(label, SelectionMethod.of(label), true, false);
        };
    }

    /** What it learns by on a data set of that name. */
    TrainSettings settings(String dataName, Task task, int k, long seed) {
        TrainSettings base = paper ? method.paperSettings(k) : TrainSettings.of(k);
        float lambda = divergence ? PaperFigures.shipped().lambda(dataName, task) : 0;
        return base.withTask(task).withConcrete(c -> c.withGjsd(lambda)).withSeed(seed);
    }
}
