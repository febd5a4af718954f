package io.sensieve.trainer.retrain;

import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.evaluation.ChangePoint;
import io.sensieve.trainer.learn.evaluation.RowErrors;
import io.sensieve.trainer.window.WindowRow;
import io.sensieve.trainer.window.WindowSample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds the first row of a new regime: where the champion's error rises among the rows before and after the requested
 * start. A few foreign rows in a training would stretch its scaling.
 */
final class RegimeStart {
    /** Rows on either side of the requested start among which the rise is looked for. */
    private static final int ROWS_BEFORE = 256;

    private static final int ROWS_AFTER = 512;

    /** Rows after the estimate that are left out, because the estimate may be early by a few rows. */
    private static final int GUARD_ROWS = 3;

    /** Least rise of the mean logarithm of the error: the error grows by a fifth. */
    private static final double LEAST_RISE = Math.log(1.2);

    private static final double SMALLEST_ERROR = 1e-12;

    private RegimeStart() {}

    /**
     * Returns the sample with the new regime's rows alone in {@link WindowSample#rows}. If the champion's error does
     * not rise, or fewer than half of the rows would be left, the requested start stays.
     */
    static WindowSample apply(ModelFile champion, WindowSample sample) {
        List<WindowRow> before = sample.earlier()
                .subList(
                        Math.max(0, sample.earlier().size() - ROWS_BEFORE),
                        sample.earlier().size());
        List<WindowRow> around = new ArrayList<>(before);
        around.addAll(
                sample.rows().subList(0, Math.min(ROWS_AFTER, sample.rows().size())));
        double[] errors = new RowErrors(champion)
                .addReconstructed(WindowSample.values(around))
                .each();
        int[] measured = IntStream.range(0, errors.length)
                .filter(row -> !Double.isNaN(errors[row]))
                .toArray();
        double[] logarithms = IntStream.of(measured)
                .mapToDouble(row -> Math.log(Math.max(errors[row], SMALLEST_ERROR)))
                .toArray();
        OptionalInt rise = ChangePoint.ofRise(logarithms, LEAST_RISE);
        if (rise.isEmpty()) {
            return sample;
        }
        int first = measured[rise.getAsInt()] + GUARD_ROWS;
        int left = before.size() + sample.rows().size() - first;
        return first < around.size() && 2 * left >= sample.rows().size()
                ? sample.startingAt(around.get(first).timestamp())
                : sample;
    }
}
