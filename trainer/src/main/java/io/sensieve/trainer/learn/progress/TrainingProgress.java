package io.sensieve.trainer.learn.progress;

/**
 * Progress of a training after an epoch.
 *
 * @param epoch counted from 1
 * @param epochs number of all epochs, those of the decoder training included
 * @param temperature T in equation 1; during the decoder training, that of the last epoch of the search
 * @param loss mean squared scaled error of the train rows, or their mean cross-entropy, over the epoch
 * @param validationError mean normalised error of the validation rows with arg-max selection, or their share of wrong
 *     classes
 * @param uniquePercentage equation 4
 */
public record TrainingProgress(
        int epoch, int epochs, double temperature, double loss, double validationError, double uniquePercentage) {}
