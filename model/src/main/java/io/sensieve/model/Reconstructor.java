package io.sensieve.model;

import java.util.stream.Stream;

/**
 * Projects records to the chosen channels, rebuilds them and measures the error: the one definition of each that
 * trainer and app share. Holds its own buffers: use one instance per thread.
 */
public final class Reconstructor {
    private final ModelFile model;
    private final Decoder decoder;
    private final float[][] scaledInputs;
    private int measured;

    /**
     * A reconstructor of single records.
     *
     * @throws IllegalArgumentException if the model tells classes
     */
    public Reconstructor(ModelFile model) {
        this(model, 1);
    }

    /**
     * A reconstructor of several records at once, which takes less time for each.
     *
     * @param most most records at once
     * @throws IllegalArgumentException if the model tells classes
     */
    public Reconstructor(ModelFile model, int most) {
        this(model, new Decoder(model.decoder(), most), most);
        if (model.classifier()) {
            throw new IllegalArgumentException("the model tells classes: it cannot rebuild records");
        }
    }

    private Reconstructor(ModelFile model, Decoder decoder, int most) {
        this.model = model;
        this.decoder = decoder;
        this.scaledInputs = new float[most][model.channels().length];
    }

    /** One more with buffers of its own, for another thread; the weights are shared. */
    Reconstructor another(int most) {
        return new Reconstructor(model, decoder.another(most), most);
    }

    /** Most records at once. */
    int most() {
        return scaledInputs.length;
    }

    /** The K chosen values of a record of D, in the channels' own units; NaN stays NaN. */
    public float[] project(float[] record) {
        return model.project(record);
    }

    /**
     * All D values in the channels' own units from the K chosen ones; a missing one counts as the model's fill value.
     */
    public float[] rebuild(float[] reduced) {
        model.scale(reduced, scaledInputs[0]);
        decoder.decode(scaledInputs, 1);
        float[] rebuilt = new float[model.range().length];
        rebuilt(0, rebuilt);
        return rebuilt;
    }

    /**
     * Rebuilds several records, to the same bits as one by one; {@link #rebuilt} hands them out.
     *
     * @param reduced K chosen values of each record; a missing one counts as the model's fill value
     * @param records how many of them, at most as many as this reconstructor was made for
     */
    public void rebuild(float[][] reduced, int records) {
        for (int record = 0; record < records; record++) {
            model.scale(reduced[record], scaledInputs[record]);
        }
        decoder.decode(scaledInputs, records);
    }

    /**
     * What the latest call has made of a record.
     *
     * @param rebuilt receives D values in the channels' own units
     */
    public void rebuilt(int record, float[] rebuilt) {
        float[] outputs = decoder.outputs(record);
        float[] range = model.range();
        float[] offset = model.offset();
        for (int i = 0; i < rebuilt.length; i++) {
            rebuilt[i] = Math.fma(outputs[i], range[i], offset[i]);
        }
    }

    /**
     * Normalised error of a record: the Euclidean norm of the scaled difference over the measured channels, times the
     * square root of D / measured, divided by D; the paper's metric (section 4) where nothing is missing. NaN where
     * everything is.
     *
     * @param squares receives each channel's squared scaled difference, D long; NaN where the channel is missing. May
     *     be {@code record} itself
     */
    public float error(float[] record, float[] rebuilt, float[] squares) {
        float[] range = model.range();
        int channels = range.length;
        for (int i = 0; i < channels; i++) {
            float difference = (record[i] - rebuilt[i]) / range[i];
            squares[i] = difference * difference;
        }
        double sum = FourWaySum.of(squares, channels);
        measured = channels;
        if (Double.isNaN(sum)) {
            sum = 0;
            measured = 0;
            for (float square : squares) {
                if (!Float.isNaN(square)) {
                    sum += square;
                    measured++;
                }
            }
        }
        return (float) (Math.sqrt(sum * channels / measured) / channels);
    }

    /** How many channels were measured in the record of the latest {@link #error}. */
    public int measured() {
        return measured;
    }

    /**
     * The paper's metric: mean of the records' errors when each is rebuilt from its chosen channels. Records where
     * everything is missing do not count; NaN where no other is.
     *
     * @param records rows of D values in the channels' own units
     */
    public double meanError(float[][] records) {
        float[] squares = new float[model.range().length];
        return Stream.of(records)
                .mapToDouble(record -> error(record, rebuild(project(record)), squares))
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }
}
