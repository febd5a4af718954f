package io.sensieve.benchmarks.simulation;

import io.sensieve.Selection;
import io.sensieve.model.ModelFile;

/**
 * Holds a version that became active.
 *
 * @param record number of records that were sent before it became active
 * @param selection the selection
 * @param model its model
 */
public record PublishedVersion(long record, Selection selection, ModelFile model) {
    /** Whether an earlier version was published again. */
    public boolean isReturn() {
        return selection.getProvenance().getRepublishedVersion() != 0;
    }
}
