package io.sensieve.trainer.publish;

import io.sensieve.Selection;
import io.sensieve.model.ModelFile;

/**
 * A version that the topics keep, with its model.
 *
 * @param number version number
 * @param selection record of the version, or of a version with the same model
 */
public record KeptVersion(int number, Selection selection, ModelFile model) {
    /** Returns the mean normalised error on the validation rows, in the version's own scaling. */
    public double validationError() {
        return selection.getValidation().getMean();
    }
}
