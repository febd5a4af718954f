package sensieve.standalone.report;

import java.util.List;
import java.util.OptionalInt;
import sensieve.standalone.data.DataSplit;
import sensieve.trainer.study.ErrorCurve;

/**
 * All that one call of {@code train} did.
 *
 * @param data name of the file
 * @param runs one for each K, ascending; at least one
 */
public record Experiment(String data, DataSplit split, List<Run> runs) {
    public Experiment {
        runs = List.copyOf(runs);
    }

    /** Whether there are several K to compare. */
    public boolean hasCurve() {
        return runs.size() > 1;
    }

    /** The K from which on more channels gain little, by {@link ErrorCurve#knee} of the validation errors. */
    public OptionalInt knee() {
        return new ErrorCurve(runs.stream()
                        .map(run -> new ErrorCurve.Point(run.k(), positive(run)))
                        .toList())
                .knee();
    }

    private static double positive(Run run) {
        return run.classifies()
                ? ErrorCurve.atLeastHalfARow(
                        run.validationError(), run.trained().validationRows())
                : Math.max(run.validationError(), Double.MIN_NORMAL);
    }
}
