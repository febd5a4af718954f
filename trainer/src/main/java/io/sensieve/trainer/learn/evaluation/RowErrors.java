package io.sensieve.trainer.learn.evaluation;

import io.sensieve.ErrorSummary;
import io.sensieve.model.ChannelErrors;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import java.util.ArrayList;
import java.util.List;

/** Collects errors of rows under a model, with the arithmetic of the streams app, so that trainer and app agree. */
public final class RowErrors {
    private final Reconstructor reconstructor;
    private final ChannelErrors channels;
    private final float[] squares;
    private final List<Float> errors = new ArrayList<>();

    public RowErrors(ModelFile model) {
        reconstructor = new Reconstructor(model);
        squares = new float[model.offset().length];
        channels = new ChannelErrors(squares.length);
    }

    /** Adds the errors of reconstructing rows from their selected channels. */
    public RowErrors addReconstructed(float[][] rows) {
        for (float[] row : rows) {
            add(row, reconstructor.reconstruct(reconstructor.project(row)));
        }
        return this;
    }

    /** Adds the errors of a reconstruction by another model, in the scaling of this model. */
    public RowErrors addReconstructedBy(ModelFile other, float[][] rows) {
        Reconstructor otherReconstructor = new Reconstructor(other);
        for (float[] row : rows) {
            add(row, otherReconstructor.reconstruct(otherReconstructor.project(row)));
        }
        return this;
    }

    /** Adds the errors of predicting the same values for every row. */
    RowErrors addConstant(float[][] rows, float[] prediction) {
        for (float[] row : rows) {
            add(row, prediction);
        }
        return this;
    }

    /** The normalised error of each row; NaN for a row without values. */
    public double[] each() {
        return errors.stream().mapToDouble(Float::doubleValue).toArray();
    }

    /** Mean over the rows; NaN if there are no rows. */
    public double mean() {
        return mean(errors);
    }

    private static double mean(List<Float> errors) {
        return errors.stream()
                .mapToDouble(Float::doubleValue)
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }

    /** Whether any row has a value of the channel. */
    boolean measured(int channel) {
        return channels.measured(channel) > 0;
    }

    /** Root mean squared scaled error of a channel. */
    double channel(int channel) {
        return channels.rootMeanSquare(channel);
    }

    /** The distribution; quantiles by nearest rank. */
    ErrorSummary summary(double predictMean) {
        return summary(errors.stream().filter(error -> !Float.isNaN(error)).toList(), predictMean);
    }

    /** The distribution of {@code errors}, one for each row; quantiles by nearest rank. */
    static ErrorSummary summary(List<Float> errors, double predictMean) {
        double mean = mean(errors);
        double deviation = Math.sqrt(errors.stream()
                .mapToDouble(error -> (error - mean) * (error - mean))
                .average()
                .orElse(Double.NaN));
        List<Float> sorted = errors.stream().sorted().toList();
        return new ErrorSummary(
                (long) errors.size(),
                mean,
                deviation,
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                quantile(sorted, 0.99),
                predictMean);
    }

    private static double quantile(List<Float> sorted, double share) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    private void add(float[] row, float[] reconstructed) {
        float error = reconstructor.error(row, reconstructed, squares);
        channels.add(squares, reconstructor.measured());
        errors.add(error);
    }
}
