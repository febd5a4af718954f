package io.sensieve.standalone.cli.operate;

import io.sensieve.RetrainOutcome;
import io.sensieve.TrainingSummary;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a retrain outcome as one line, and a second one with the figures of the training. */
final class RetrainOutcomeText {
    private RetrainOutcomeText() {}

    static void print(RetrainOutcome outcome, PrintWriter out) {
        out.println(outcome.getResult().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (outcome.getVersion() > 0 ? " (version " + outcome.getVersion() + ")" : "") + ": "
                + outcome.getReason());
        TrainingSummary figures = outcome.getTraining();
        if (figures != null) {
            out.println(figures(figures));
        }
    }

    private static String figures(TrainingSummary figures) {
        Double championError = figures.getChampionError();
        return String.format(
                Locale.ROOT,
                "error %.4e%s, predicting the mean %.4e, %d of %d channels new, %d rows, %.1f s",
                figures.getChallengerError(),
                championError == null ? "" : String.format(Locale.ROOT, ", champion %.4e", championError),
                figures.getPredictMean(),
                figures.getChurn(),
                figures.getChannels(),
                figures.getTrainRows() + figures.getValidationRows(),
                figures.getSeconds());
    }
}
