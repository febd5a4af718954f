package sensieve.benchmarks;

import sensieve.model.ModelFile;
import sensieve.model.Reconstructor;

/** What a model is worth on rows that no training saw. */
public final class TestFigures {
    private TestFigures() {}

    /**
     * The paper's error (section 4): mean over the rows of the Euclidean norm of the scaled difference, divided by D.
     *
     * @param rows in the channels' own units
     */
    public static double error(ModelFile model, float[][] rows) {
        Reconstructor reconstructor = new Reconstructor(model);
        int d = model.offset().length;
        double sum = 0;
        int count = 0;
        for (float[] row : rows) {
            float error = reconstructor.error(
                    row, reconstructor.rebuild(reconstructor.project(row)), new double[d], new long[d]);
            if (!Float.isNaN(error)) {
                sum += error;
                count++;
            }
        }
        return sum / count;
    }
}
