package io.sensieve.model;

/**
 * Predicts the class of records from the selected channels: the class with the highest score. Holds its own buffers:
 * use one instance per thread.
 */
public final class Classifier {
    private final ModelFile model;
    private final Decoder decoder;
    private final MissingInputs missing;
    private final float[] scaledInputs;
    private final float[] scores;

    /**
     * Creates a classifier.
     *
     * @throws IllegalArgumentException if the model reconstructs records
     */
    public Classifier(ModelFile model) {
        if (!model.classifier()) {
            throw new IllegalArgumentException("the model reconstructs records: it is no classifier");
        }
        this.model = model;
        this.decoder = new Decoder(model.decoder());
        this.missing = model.missingInputs();
        this.scaledInputs = new float[model.channels().length];
        this.scores = new float[model.decoder().outputs()];
    }

    /** Returns the K selected values of a record of D, in the channels' own units; NaN stays NaN. */
    public float[] project(float[] record) {
        return model.project(record);
    }

    /**
     * Predicts the class, from 0, of K selected values; of equal scores, the lowest class wins. A missing value is
     * estimated from the others.
     */
    public int classify(float[] reduced) {
        model.scale(reduced, scaledInputs, missing);
        decoder.decode(scaledInputs, scores);
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    /**
     * Computes the share of records whose class is predicted correctly.
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
