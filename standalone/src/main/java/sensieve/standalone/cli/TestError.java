package sensieve.standalone.cli;

import sensieve.model.Reconstructor;
import sensieve.trainer.learn.TrainedSelection;

/** The paper's metric (section 4): mean over the rows of the Euclidean norm of the scaled difference, divided by D. */
final class TestError {
    private TestError() {}

    static double of(TrainedSelection trained, float[][] rows) {
        Reconstructor reconstructor = new Reconstructor(trained.model());
        int d = trained.channelNames().size();
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
