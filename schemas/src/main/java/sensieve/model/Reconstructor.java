package sensieve.model;

import java.util.stream.Stream;

/**
 * Projects records to the chosen channels, rebuilds them and measures the error: the one definition of each that
 * trainer and app share. Holds its own buffers: use one instance per thread.
 */
public final class Reconstructor {
    private final ModelFile model;
    private final Decoder decoder;
    private final float[] scaledInputs;
    private final float[] scaledOutputs;

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException if the model tells classes
     */
    public Reconstructor(ModelFile model) {
        if (model.classifier()) {
            throw new IllegalArgumentException("the model tells classes: it cannot rebuild records");
        }
        this.model = model;
        this.decoder = new Decoder(model.decoder());
        this.scaledInputs = new float[model.channels().length];
        this.scaledOutputs = new float[model.offset().length];
    }

    /** The K chosen values of a record of D, in the channels' own units; NaN stays NaN. */
    public float[] project(float[] record) {
        return model.project(record);
    }

    /**
     * All D values in the channels' own units from the K chosen ones; a missing one counts as the model's fill value.
     */
    public float[] rebuild(float[] reduced) {
        float[] rebuilt = new float[scaledOutputs.length];
        rebuild(reduced, rebuilt);
        return rebuilt;
    }

    /**
     * The same into an array that is there.
     *
     * @param rebuilt receives D values
     */
    public void rebuild(float[] reduced, float[] rebuilt) {
        model.scale(reduced, scaledInputs);
        decoder.decode(scaledInputs, scaledOutputs);
        float[] range = model.range();
        float[] offset = model.offset();
        for (int i = 0; i < scaledOutputs.length; i++) {
            rebuilt[i] = Math.fma(scaledOutputs[i], range[i], offset[i]);
        }
    }

    /**
     * Normalised error of a record: the Euclidean norm of the scaled difference over the measured channels, times the
     * square root of D / measured, divided by D; the paper's metric (section 4) where nothing is missing. NaN where
     * everything is.
     *
     * @param squares receives each channel's squared scaled difference, D long; NaN where the channel is missing
     */
    public float error(float[] record, float[] rebuilt, float[] squares) {
        float[] range = model.range();
        int channels = range.length;
        for (int i = 0; i < channels; i++) {
            float difference = (record[i] - rebuilt[i]) / range[i];
            squares[i] = difference * difference;
        }
        double sum = sum(squares);
        int measured = channels;
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

    /** Four sums side by side: a single one would wait for each addition before the next. */
    private static double sum(float[] values) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= values.length; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < values.length; i++) {
            a += values[i];
        }
        return a + b + (c + d);
    }

    /**
     * The paper's metric: mean of the records' errors when each is rebuilt from its chosen channels. Records where
     * everything is missing do not count; NaN where no other is.
     *
     * @param records rows of D values in the channels' own units
     */
    public double meanError(float[][] records) {
        float[] squares = new float[scaledOutputs.length];
        return Stream.of(records)
                .mapToDouble(record -> error(record, rebuild(project(record)), squares))
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }
}
