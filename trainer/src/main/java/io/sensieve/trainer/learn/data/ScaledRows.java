package io.sensieve.trainer.learn.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.MissingInputs;
import io.sensieve.trainer.learn.data.TrainingData.Labels;
import io.sensieve.trainer.learn.settings.Task;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rows as arrays of the engine.
 *
 * @param inputs rows x I, inputs of a network; the values themselves until channels are selected
 * @param values rows x D, scaled; a missing value is the channel's scaled train mean
 * @param measured rows x D, 1 for a measured value and 0 for a missing one; empty if no value is missing
 * @param classes rows x C, one-hot; present if the task is classification
 */
public record ScaledRows(NDArray inputs, NDArray values, Optional<NDArray> measured, Optional<NDArray> classes) {

    /**
     * Loss of outputs with its gradient.
     *
     * @param loss a scalar, see {@link ScaledRows#loss}
     * @param byOutputs its gradient, of the outputs' shape
     */
    public record Gradient(NDArray loss, NDArray byOutputs) {}

    /** Copies the train rows to the engine. */
    public static ScaledRows train(NDManager manager, TrainingData data, ChannelStatistics statistics, Task task) {
        return of(
                manager,
                data.train(),
                statistics,
                data.labelsFor(task).map(labels -> oneHot(manager, labels.train(), labels)));
    }

    /** Copies the validation rows to the engine. */
    public static ScaledRows validation(NDManager manager, TrainingData data, ChannelStatistics statistics, Task task) {
        return of(
                manager,
                data.validation(),
                statistics,
                data.labelsFor(task).map(labels -> oneHot(manager, labels.validation(), labels)));
    }

    private static ScaledRows of(
            NDManager manager, float[][] rows, ChannelStatistics statistics, Optional<NDArray> classes) {
        int channels = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, channels)];
        float[] present = new float[values.length];
        boolean complete = true;
        for (int r = 0, i = 0; r < rows.length; r++) {
            for (int c = 0; c < channels; c++, i++) {
                boolean missing = Float.isNaN(rows[r][c]);
                complete &= !missing;
                values[i] = statistics.scale(c, missing ? statistics.trainMean()[c] : rows[r][c]);
                present[i] = missing ? 0 : 1;
            }
        }
        Shape shape = new Shape(rows.length, channels);
        NDArray scaled = manager.create(values, shape);
        return new ScaledRows(
                scaled, scaled, complete ? Optional.empty() : Optional.of(manager.create(present, shape)), classes);
    }

    private static NDArray oneHot(NDManager manager, int[] ofRows, Labels labels) {
        int classes = labels.classes();
        float[] ones = new float[Math.multiplyExact(ofRows.length, classes)];
        for (int r = 0; r < ofRows.length; r++) {
            ones[r * classes + ofRows[r]] = 1;
        }
        return manager.create(ones, new Shape(ofRows.length, classes));
    }

    /** Number of rows. */
    public int count() {
        return (int) values.getShape().get(0);
    }

    /**
     * Reads some channels: rows x channels. A missing value is estimated from the others.
     *
     * @param estimates gives the estimate for these channels
     */
    public NDArray picked(NDManager manager, int[] channels, Function<int[], MissingInputs> estimates) {
        NDArray index = manager.create(IntStream.of(channels).asLongStream().toArray())
                .reshape(1, -1)
                .broadcast(new Shape(count(), channels.length));
        NDArray picked = values.gather(index, 1);
        if (measured.isEmpty()) {
            return picked;
        }
        float[] all = picked.toFloatArray();
        float[] known = measured.get().gather(index, 1).toFloatArray();
        MissingInputs estimate = estimates.apply(channels);
        float[] row = new float[channels.length];
        for (int start = 0; start < all.length; start += row.length) {
            boolean complete = true;
            for (int i = 0; i < row.length; i++) {
                row[i] = known[start + i] == 0 ? Float.NaN : all[start + i];
                complete &= known[start + i] != 0;
            }
            if (!complete) {
                estimate.fill(row);
                System.arraycopy(row, 0, all, start, row.length);
            }
        }
        return manager.create(all, picked.getShape());
    }

    /** The same rows with other inputs. */
    public ScaledRows withInputs(NDArray newInputs) {
        return new ScaledRows(newInputs, values, measured, classes);
    }

    /** The same rows in another order. */
    public ScaledRows inOrder(NDArray rows) {
        NDArray ordered = values.get(rows);
        return new ScaledRows(
                inputs == values ? ordered : inputs.get(rows),
                ordered,
                measured.map(mask -> mask.get(rows)),
                classes.map(ones -> ones.get(rows)));
    }

    /** Rows {@code from} up to, not including, {@code to}. */
    public ScaledRows part(int from, int to) {
        String slice = from + ":" + to;
        NDArray part = values.get(slice);
        return new ScaledRows(
                inputs == values ? part : inputs.get(slice),
                part,
                measured.map(mask -> mask.get(slice)),
                classes.map(ones -> ones.get(slice)));
    }

    /** The training loss, a scalar: mean cross-entropy for classification, else the mean squared error. */
    public NDArray loss(NDArray outputs) {
        return classes.map(ones -> ones.mul(outputs.logSoftmax(-1)).sum().div(-count()))
                .orElseGet(() -> squaredError(outputs));
    }

    /** The loss with its gradient. */
    public Gradient gradient(NDArray outputs) {
        if (classes.isPresent()) {
            NDArray log = outputs.logSoftmax(-1);
            return new Gradient(
                    classes.get().mul(log).sum().div(-count()),
                    log.exp().subi(classes.get()).divi(count()));
        }
        NDArray difference = outputs.sub(values);
        if (measured.isEmpty()) {
            return new Gradient(difference.square().mean(), difference.muli(2.0 / difference.size()));
        }
        NDArray known = difference.muli(measured.get());
        NDArray count = measured.get().sum().maximum(1);
        return new Gradient(known.square().sum().div(count), known.mul(2).divi(count));
    }

    /** Share of the rows whose largest output is not that of their class. */
    public double misclassified(NDArray outputs) {
        NDArray right = outputs.argMax(-1).eq(classes.orElseThrow().argMax(-1));
        return 1 - (double) right.toType(DataType.INT64, false).sum().getLong() / count();
    }

    /** Mean squared error of a reconstruction over the measured values: a scalar. */
    private NDArray squaredError(NDArray reconstructed) {
        NDArray difference = reconstructed.sub(values);
        return measured.map(mask ->
                        difference.mul(mask).square().sum().div(mask.sum().maximum(1)))
                .orElseGet(() -> difference.square().mean());
    }

    /** Sum of the squared errors of each row over the measured values. */
    public float[] squaredErrors(NDArray reconstructed) {
        NDArray difference = reconstructed.sub(values);
        NDArray known = measured.map(difference::mul).orElse(difference);
        return known.square().sum(new int[] {1}).toFloatArray();
    }

    /** Number of measured values of each row. */
    public float[] measuredCounts() {
        if (measured.isEmpty()) {
            float[] counts = new float[count()];
            Arrays.fill(counts, (float) values.getShape().get(1));
            return counts;
        }
        return measured.get().sum(new int[] {1}).toFloatArray();
    }
}
