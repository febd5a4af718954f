package io.sensieve.trainer.publish;

import io.sensieve.Provenance;
import io.sensieve.Selection;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import java.time.Instant;

/** Creates the record under which an older version becomes active again: the next number, the same model. */
public final class Republication {
    private Republication() {}

    /**
     * Creates the record.
     *
     * @param stored record of the older version
     * @param number number of the older version
     * @param trigger cause, for the provenance
     * @throws java.util.NoSuchElementException if the layout has no active version
     */
    public static Selection create(
            SelectionDirectory directory, Selection stored, int number, String trigger, Instant createdAt) {
        SelectionVersion replaced = directory.active(stored.getLayout()).orElseThrow();
        return Selection.newBuilder(stored)
                .setVersion(directory.nextNumber(stored.getLayout()))
                .clearSignature()
                .setProvenance(Provenance.newBuilder(stored.getProvenance())
                        .setCreatedAt(createdAt)
                        .setTrigger(trigger)
                        .setRepublishedVersion(number)
                        .setChampionVersion(replaced.number())
                        .setChampionError(null)
                        .setChurn(ChallengerComparison.churn(
                                replaced.selected().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray(),
                                SelectionVersion.of(stored).selected().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray()))
                        .build())
                .build();
    }
}
