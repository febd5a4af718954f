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
        model.scale(reduced, scaledInputs);
        decoder.decode(scaledInputs, scaledOutputs);
        float[] rebuilt = new float[scaledOutputs.length];
        for (int i = 0; i < rebuilt.length; i++) {
            rebuilt[i] = Math.fma(scaledOutputs[i], model.range()[i], model.offset()[i]);
        }
        return rebuilt;
    }

    /**
     * Normalised error of a record: the Euclidean norm of the scaled difference over the measured channels, times the
     * square root of D / measured, divided by D; the paper's metric (section 4) where nothing is missing. NaN where
     * everything is.
     *
     * @param squaredErrors adds each measured channel's squared scaled difference, D long
     * @param measured adds 1 for each measured channel, D long
     */
    public float error(float[] record, float[] rebuilt, double[] squaredErrors, long[] measured) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < record.length; i++) {
            float difference = (record[i] - rebuilt[i]) / model.range()[i];
            if (!Float.isNaN(difference)) {
                double square = (double) difference * difference;
                sum += square;
                count++;
                squaredErrors[i] += square;
                measured[i]++;
            }
        }
        return (float) (Math.sqrt(sum * record.length / count) / record.length);
    }

    /**
     * The paper's metric: mean of the records' errors when each is rebuilt from its chosen channels. Records where
     * everything is missing do not count; NaN where no other is.
     *
     * @param records rows of D values in the channels' own units
     */
    public double meanError(float[][] records) {
        double[] squaredErrors = new double[scaledOutputs.length];
        long[] measured = new long[scaledOutputs.length];
        return Stream.of(records)
                .mapToDouble(record -> error(record, rebuild(project(record)), squaredErrors, measured))
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }
}
