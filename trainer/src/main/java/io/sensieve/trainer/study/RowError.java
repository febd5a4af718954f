package io.sensieve.trainer.study;

import io.sensieve.model.Classifier;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.trainer.learn.data.TrainingData;
import java.util.Optional;

/** Measures the error of validation rows under a model whose inputs are changed. */
final class RowError {
    /** Changes the K selected values of a row, in the channels' own units. */
    interface Change {
        void apply(float[] row, float[] reduced);
    }

    private interface Measure {
        /** The error of a row; NaN for a row without measured values. */
        double of(int row, float[] reduced);
    }

    private final TrainingData data;
    private final int[] rows;
    private final int[] channels;
    private final Measure measure;

    /**
     * Creates the measure for some rows.
     *
     * @param rows indices of validation rows
     */
    RowError(ModelFile model, TrainingData data, int[] rows) {
        this.data = data;
        this.rows = rows;
        this.channels = model.channels();
        this.measure = model.classifier() ? classification(model) : reconstruction(model);
    }

    /** Multiply-adds of one row. */
    static double work(DecoderWeights decoder) {
        return decoder.layers().stream()
                        .map(Linear::weight)
                        .mapToDouble(weight -> weight.length)
                        .sum()
                + decoder.skip().length;
    }

    /** Mean over the rows. */
    double with(Change change) {
        double sum = 0;
        int count = 0;
        float[] reduced = new float[channels.length];
        for (int r : rows) {
            float[] row = data.validation()[r];
            for (int i = 0; i < reduced.length; i++) {
                reduced[i] = row[channels[i]];
            }
            change.apply(row, reduced);
            double error = measure.of(r, reduced);
            if (!Double.isNaN(error)) {
                sum += error;
                count++;
            }
        }
        return sum / count;
    }

    private Measure reconstruction(ModelFile model) {
        Reconstructor reconstructor = new Reconstructor(model);
        float[] squares = new float[data.channelCount()];
        return (row, reduced) ->
                reconstructor.error(data.validation()[row], reconstructor.reconstruct(reduced), squares);
    }

    private Measure classification(ModelFile model) {
        Classifier classifier = new Classifier(model);
        Optional<TrainingData.Labels> labels = data.labels();
        int[] known = labels.orElseThrow(() -> new IllegalArgumentException(
                        "the model is a classifier, but the data have no labels: give labelled rows"))
                .validation();
        return (row, reduced) -> classifier.classify(reduced) == known[row] ? 0 : 1;
    }
}
