package sensieve.trainer;

import java.util.Optional;
import sensieve.ErrorSummary;
import sensieve.Selection;
import sensieve.SensorLayout;
import sensieve.model.LoadedSelection;
import sensieve.model.RefusedSelectionException;

/** Lets through only what the app would accept and what is better than knowing nothing. */
final class Gate {
    private Gate() {}

    /** Why the selection must not be published; empty if it may. */
    static Optional<String> refusal(Selection selection, byte[] modelFile, Optional<SensorLayout> layout) {
        try {
            LoadedSelection.of(selection, modelFile, layout);
        } catch (RefusedSelectionException e) {
            return Optional.of(e.reason().label() + ": " + e.getMessage());
        }
        ErrorSummary validation = selection.getValidation();
        if (!(validation.getMean() < validation.getPredictMean())) {
            return Optional.of("validation error " + validation.getMean() + " is not below "
                    + validation.getPredictMean() + ", that of predicting the mean");
        }
        return Optional.empty();
    }
}
