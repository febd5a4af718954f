package io.sensieve.trainer.learn.progress;

/**
 * Where a training stands after an epoch.
 *
 * @param epoch counted from 1
 * @param epochs all of them, those that finish the decoder included
 * @param temperature T in equation 1; that of the last epoch while the decoder is finished
 * @param loss mean squared scaled error of the train rows, or their mean cross-entropy, over the epoch
 * @param validationError mean normalised error of the validation rows with arg-max selection, or their share of wrong
 *     classes
 * @param uniquePercentage equation 4
 */
public record TrainingProgress(
        int epoch, int epochs, double temperature, double loss, double validationError, double uniquePercentage) {}
