package io.sensieve.benchmarks.tables;

import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.List;

/**
 * Describes a row of the tables: a selection method with a preset.
 *
 * @param label first cell of the row
 * @param method selection method
 * @param paper whether the hyperparameters are those of the paper, otherwise the defaults
 * @param divergence whether the GJSD term of the paper is on
 */
record TableRow(String label, SelectionMethod method, boolean paper, boolean divergence) {
    /** Label of the row with the defaults of {@code train}. */
    static final String DEFAULT = "default";

    /** Labels of the rows of the paper, best first. */
    static final List<String> OF_THE_PAPER = List.of("ip-cae", "gjsd", "cae", "lassonet", "stg");

    private static final String DIVERGENCE = "gjsd";

    /**
     * Creates the row of a label: {@value #DEFAULT}, {@code gjsd} (cae with the GJSD term), or the label of a method.
     *
     * @throws IllegalArgumentException if no row has this label
     */
    static TableRow of(String label) {
        return switch (label) {
            case DEFAULT -> new TableRow(label, SelectionMethod.CSS, false, false);
            case DIVERGENCE -> new TableRow(label, SelectionMethod.CAE, true, true);
            default -> new TableRow(label, SelectionMethod.of(label), true, false);
        };
    }

    /** Training settings of the row for a data set. */
    TrainSettings settings(String dataName, Task task, int k, long seed) {
        TrainSettings base = paper ? method.paperSettings(k) : TrainSettings.of(k);
        float lambda = divergence ? PaperFigures.shipped().lambda(dataName, task) : 0;
        return base.withTask(task).withConcrete(c -> c.withGjsd(lambda)).withSeed(seed);
    }
}
