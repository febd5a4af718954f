package io.sensieve.streams.drift.probation;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;

/**
 * Reconstructs the first records of a version on probation with its champion, and measures the champion's error in the
 * version's scaling. Used by one thread.
 */
public final class ChampionComparison {
    private final Reconstructor own;
    private final Reconstructor champion;
    private final float[] reconstructed;
    private final float[] squares;
    private long remaining;

    /** @param records number of records to compare */
    ChampionComparison(LoadedSelection selection, LoadedSelection champion, long records) {
        this.own = selection.borrowReconstructor(1);
        this.champion = champion.borrowReconstructor(1);
        this.reconstructed = new float[selection.channelCount()];
        this.squares = new float[selection.channelCount()];
        this.remaining = records;
    }

    /** Whether all records were compared. */
    boolean isComplete() {
        return remaining == 0;
    }

    /** Whether to compare a record on which the version on probation has the error {@code ownError}. */
    public boolean wants(float ownError) {
        return remaining > 0 && Float.isFinite(ownError);
    }

    /**
     * Returns the champion's normalised error on a record, in the scaling of the version on probation.
     *
     * @param values D values in the channels' own units; NaN for a missing value
     */
    public float championError(float[] values) {
        champion.reconstruct(new float[][] {champion.project(values)}, 1);
        champion.copyReconstruction(0, reconstructed);
        float error = own.error(values, reconstructed, squares);
        if (Float.isFinite(error)) {
            remaining--;
        }
        return error;
    }
}
