package io.sensieve.model;

import java.util.stream.Stream;

/**
 * Projects records to the selected channels, reconstructs all channels and computes the error. Trainer and streams app
 * share this definition of each step. Holds its own buffers: use one instance per thread.
 */
public final class Reconstructor {
    private final ModelFile model;
    private final Decoder decoder;
    private final MissingInputs missing;
    private final MissingValues markers;
    private final MissingValues selectedMarkers;
    private final boolean[] marked;
    private final float[][] scaledInputs;
    private int measured;

    /**
     * Creates a reconstructor of single records.
     *
     * @throws IllegalArgumentException if the model is a classifier
     */
    public Reconstructor(ModelFile model) {
        this(model, 1);
    }

    /**
     * Creates a reconstructor of batches, which takes less time per record.
     *
     * @param batchSize most records of a batch
     * @throws IllegalArgumentException if the model is a classifier
     */
    public Reconstructor(ModelFile model, int batchSize) {
        this(model, MissingValues.NONE, batchSize);
    }

    /**
     * Creates a reconstructor of batches for records in which some values stand for a missing one.
     *
     * @param batchSize most records of a batch
     * @throws IllegalArgumentException if the model is a classifier
     */
    public Reconstructor(ModelFile model, MissingValues markers, int batchSize) {
        this(model, new Decoder(model.decoder(), batchSize), model.missingInputs(), markers, batchSize);
        if (model.classifier()) {
            throw new IllegalArgumentException("the model is a classifier: it cannot reconstruct records");
        }
    }

    private Reconstructor(
            ModelFile model, Decoder decoder, MissingInputs missing, MissingValues markers, int batchSize) {
        this.model = model;
        this.decoder = decoder;
        this.missing = missing;
        this.markers = markers;
        this.selectedMarkers = markers.of(model.channels());
        this.marked = new boolean[markers.isEmpty() ? 0 : model.range().length];
        this.scaledInputs = new float[batchSize][model.channels().length];
    }

    /** Creates a reconstructor with the same weights and new buffers, for another thread. */
    Reconstructor copy(int batchSize) {
        return new Reconstructor(model, decoder.copy(batchSize), missing.copy(), markers, batchSize);
    }

    /** Most records of a batch. */
    int batchSize() {
        return scaledInputs.length;
    }

    /** Returns the K selected values of a record of D, in the channels' own units; a missing value is NaN. */
    public float[] project(float[] record) {
        float[] reduced = model.project(record);
        selectedMarkers.mask(reduced);
        return reduced;
    }

    /**
     * Reconstructs all D values, in the channels' own units, from the K selected ones. A missing value is estimated
     * from the others.
     */
    public float[] reconstruct(float[] reduced) {
        model.scale(selectedMarkers.masked(reduced), scaledInputs[0], missing);
        decoder.decode(scaledInputs, 1);
        float[] reconstruction = new float[model.range().length];
        copyReconstruction(0, reconstruction);
        return reconstruction;
    }

    /**
     * Reconstructs a batch of records, with the same bits as one by one. {@link #copyReconstruction} returns the
     * results.
     *
     * @param reduced K selected values of each record; a missing one is estimated from the others
     * @param records number of records, at most the batch size
     */
    public void reconstruct(float[][] reduced, int records) {
        for (int record = 0; record < records; record++) {
            model.scale(selectedMarkers.masked(reduced[record]), scaledInputs[record], missing);
        }
        decoder.decode(scaledInputs, records);
    }

    /**
     * Copies the reconstruction of one record of the latest batch.
     *
     * @param reconstruction receives D values in the channels' own units
     */
    public void copyReconstruction(int record, float[] reconstruction) {
        float[] outputs = decoder.outputs(record);
        float[] range = model.range();
        float[] offset = model.offset();
        for (int i = 0; i < reconstruction.length; i++) {
            reconstruction[i] = Math.fma(outputs[i], range[i], offset[i]);
        }
    }

    /**
     * Computes the normalised error of a record: {@code norm(scaled difference) * sqrt(D / measured) / D}, where the
     * norm is over the measured channels. Without missing values it is the paper's metric (section 4). NaN if all
     * values are missing.
     *
     * @param squares receives the squared scaled difference of each of the D channels; NaN for a missing one. May be
     *     {@code record} itself
     */
    public float error(float[] record, float[] reconstruction, float[] squares) {
        float[] range = model.range();
        int channels = range.length;
        boolean anyMarked = !markers.isEmpty() && markers.find(record, marked);
        for (int i = 0; i < channels; i++) {
            float difference = (record[i] - reconstruction[i]) / range[i];
            squares[i] = difference * difference;
        }
        if (anyMarked) {
            for (int i = 0; i < channels; i++) {
                squares[i] = marked[i] ? Float.NaN : squares[i];
            }
        }
        double sum = UnrolledSum.sum(squares, channels);
        measured = channels;
        if (Double.isNaN(sum)) {
            measured = 0;
            for (float square : squares) {
                measured += Float.isNaN(square) ? 0 : 1;
            }
            return error(squares, measured);
        }
        return (float) (Math.sqrt(sum * channels / measured) / channels);
    }

    /**
     * Computes the normalised error of a record with missing values.
     *
     * @param squares squared scaled difference of each of the D channels; NaN for a missing one
     * @param measured number of channels that are not missing
     */
    public static float error(float[] squares, int measured) {
        double sum = 0;
        for (float square : squares) {
            if (!Float.isNaN(square)) {
                sum += square;
            }
        }
        int channels = squares.length;
        return (float) (Math.sqrt(sum * channels / measured) / channels);
    }

    /** Number of measured channels in the record of the latest call of {@link #error}. */
    public int measured() {
        return measured;
    }

    /**
     * Computes the paper's metric: the mean error of records that are reconstructed from their selected channels.
     * Records whose values are all missing do not count; NaN if there are no others.
     *
     * @param records rows of D values in the channels' own units
     */
    public double meanError(float[][] records) {
        float[] squares = new float[model.range().length];
        return Stream.of(records)
                .mapToDouble(record -> error(record, reconstruct(project(record)), squares))
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }
}
