package io.sensieve.trainer.learn.training;

import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.List;

/**
 * Record of a finished training: its settings, its data, its course and its duration.
 *
 * @param settings the settings that the search ran with
 * @param trainRows number of train rows
 * @param validationRows number of validation rows
 * @param device {@code cpu}, or {@code gpu} and its number
 * @param seconds wall-clock time
 * @param uniquePercentage equation 4 for the kept epoch, before repeated channels were replaced
 * @param curve one entry for each epoch
 */
public record TrainingRun(
        TrainSettings settings,
        int trainRows,
        int validationRows,
        String device,
        double seconds,
        double uniquePercentage,
        List<TrainingProgress> curve) {

    public TrainingRun {
        curve = List.copyOf(curve);
    }
}
