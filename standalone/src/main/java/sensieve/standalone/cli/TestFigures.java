package sensieve.standalone.cli;

import java.util.Optional;
import sensieve.model.Classifier;
import sensieve.model.Reconstructor;
import sensieve.standalone.data.DataSplit;
import sensieve.trainer.learn.TrainedSelection;

/**
 * What the test rows say of a selection.
 *
 * @param error the paper's metric, of a reconstruction
 * @param accuracy share of the rows whose class is told, of a classification
 */
record TestFigures(Optional<Double> error, Optional<Double> accuracy) {

    static TestFigures of(TrainedSelection trained, DataSplit split) {
        return split.classes()
                .map(classes -> new TestFigures(
                        Optional.empty(),
                        Optional.of(new Classifier(trained.model()).accuracy(split.test(), classes.test()))))
                .orElseGet(() -> new TestFigures(
                        Optional.of(new Reconstructor(trained.model()).meanError(split.test())), Optional.empty()));
    }

    /** The one that there is. */
    double value() {
        return error.or(() -> accuracy).orElseThrow();
    }

    /** The one that there is, for people. */
    String text() {
        return error.map("test error %.4e"::formatted)
                .orElseGet(() -> "test accuracy %.2f %%".formatted(100 * value()));
    }
}
