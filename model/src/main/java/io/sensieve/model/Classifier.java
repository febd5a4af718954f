package io.sensieve.model;

/**
 * Tells the class of records from the chosen channels: the class whose score is the highest. Holds its own buffers: use
 * one instance per thread.
 */
public final class Classifier {
    private final ModelFile model;
    private final Decoder decoder;
    private final float[] scaledInputs;
    private final float[] scores;

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException if the model rebuilds records
     */
    public Classifier(ModelFile model) {
        if (!model.classifier()) {
            throw new IllegalArgumentException("the model rebuilds records: it cannot tell classes");
        }
        this.model = model;
        this.decoder = new Decoder(model.decoder());
        this.scaledInputs = new float[model.channels().length];
        this.scores = new float[model.decoder().outputs()];
    }

    /** The K chosen values of a record of D, in the channels' own units; NaN stays NaN. */
    public float[] project(float[] record) {
        return model.project(record);
    }

    /**
     * The class of the K chosen values, from 0; the lowest of equal scores. A missing value counts as the model's fill
     * value.
     */
    public int classify(float[] reduced) {
        model.scale(reduced, scaledInputs);
        decoder.decode(scaledInputs, scores);
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    /**
     * Share of the records whose class it tells.
     *
     * @param records rows of D values in the channels' own units
     * @param labels class of each record
     */
    public double accuracy(float[][] records, int[] labels) {
        int right = 0;
        for (int r = 0; r < records.length; r++) {
            right += classify(project(records[r])) == labels[r] ? 1 : 0;
        }
        return (double) right / records.length;
    }
}
