package io.sensieve.benchmarks.tables;

import java.util.List;

/**
 * Holds the result of a training.
 *
 * @param figure metric on the test rows: the error of table 1, or the accuracy of table 2 in percent
 * @param validationError error on the validation rows, or share of wrong classes
 * @param uniquePercentage share of distinct channels (equation 4) before repeated channels were replaced
 * @param seconds wall-clock time of the selector
 * @param device device of the training
 * @param machine machine of the training
 * @param channels indices of the selected channels, ascending
 * @param curve metric on the validation rows after each epoch: error, or accuracy in percent
 */
record RunResult(
        double figure,
        double validationError,
        double uniquePercentage,
        double seconds,
        String device,
        String machine,
        List<Integer> channels,
        List<Double> curve) {
    RunResult {
        channels = List.copyOf(channels);
        curve = List.copyOf(curve);
    }
}
