package io.sensieve.trainer.learn.evaluation;

import io.sensieve.ErrorSummary;
import io.sensieve.model.ChannelErrors;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import java.util.ArrayList;
import java.util.List;

/** Errors of rows under a model, measured with the app's own arithmetic, so that trainer and app agree. */
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

    /** Rebuilds the rows from their chosen channels. */
    public RowErrors addRebuilt(float[][] rows) {
        for (float[] row : rows) {
            add(row, reconstructor.reconstruct(reconstructor.project(row)));
        }
        return this;
    }

    /** Rebuilds the rows by another model, and measures that in the scaling of this one. */
    public RowErrors addRebuiltBy(ModelFile other, float[][] rows) {
        Reconstructor rebuilding = new Reconstructor(other);
        for (float[] row : rows) {
            add(row, rebuilding.reconstruct(rebuilding.project(row)));
        }
        return this;
    }

    /** Takes {@code guess} for every row. */
    RowErrors addGuessed(float[][] rows, float[] guess) {
        for (float[] row : rows) {
            add(row, guess);
        }
        return this;
    }

    /** Mean over the rows; NaN where there is none. */
    public double mean() {
        return mean(errors);
    }

    private static double mean(List<Float> errors) {
        return errors.stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN);
    }

    /** Whether the channel was measured in any row. */
    boolean measured(int channel) {
        return channels.measured(channel) > 0;
    }

    /** Root mean squared scaled error of a channel. */
    double channel(int channel) {
        return channels.rootMeanSquare(channel);
    }

    /** The distribution; quantiles by nearest rank. */
    ErrorSummary summary(double predictMean) {
        return summary(errors, predictMean);
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

    private void add(float[] row, float[] rebuilt) {
        float error = reconstructor.error(row, rebuilt, squares);
        channels.add(squares, reconstructor.measured());
        if (!Float.isNaN(error)) {
            errors.add(error);
        }
    }
}
