package io.sensieve.standalone.cli.learn;

import io.sensieve.model.Classifier;
import io.sensieve.model.Reconstructor;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Optional;

/**
 * Evaluates a selection on the test rows.
 *
 * @param error mean normalised error of a reconstruction, the paper's metric
 * @param accuracy share of the correctly classified rows of a classification
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

    /** The error or the accuracy. */
    double value() {
        return error.or(() -> accuracy).orElseThrow();
    }

    /** Formats the error or the accuracy. */
    String text() {
        return error.map("test error %.4e"::formatted)
                .orElseGet(() -> "test accuracy %.2f %%".formatted(100 * value()));
    }
}
