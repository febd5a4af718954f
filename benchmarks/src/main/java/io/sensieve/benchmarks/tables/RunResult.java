package io.sensieve.benchmarks.tables;

import java.util.List;

/**
 * What a training came to.
 *
 * @param figure on the test rows: the error of table 1, or the accuracy of table 2 in percent
 * @param validationError on the validation rows: error, or share of wrong classes
 * @param uniquePercentage before repeated channels were replaced
 * @param seconds wall-clock time of the selector
 * @param device that trained
 * @param machine that ran
 * @param channels chosen, ascending
 * @param curve figure of the validation rows after each epoch: error, or accuracy in percent
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
