package io.sensieve.standalone.cli.learn;

import io.sensieve.model.Classifier;
import io.sensieve.model.Reconstructor;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Optional;

/**
 * What the test rows say of a selection.
 *
 * @param error the paper's metric, of a reconstruction
 * @param accuracy share of the rows whose class is told, of a classification
 */
record TestResult(Optional<Double> error, Optional<Double> accuracy) {

    static TestResult of(TrainedSelection trained, DataSplit split) {
        return split.classes()
                .map(classes -> new TestResult(
                        Optional.empty(),
                        Optional.of(new Classifier(trained.model()).accuracy(split.test(), classes.test()))))
                .orElseGet(() -> new TestResult(
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
