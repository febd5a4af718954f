package io.sensieve.streams.drift.probation;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;

/** Rebuilds the first records of a version on probation with its champion, and measures both in the same scaling. */
public final class ChampionComparison {
    private final Reconstructor own;
    private final Reconstructor champion;
    private final float[] rebuilt;
    private final float[] squares;
    private long left;

    /** @param records to be compared */
    ChampionComparison(LoadedSelection selection, LoadedSelection champion, long records) {
        this.own = selection.borrowReconstructor(1);
        this.champion = champion.borrowReconstructor(1);
        this.rebuilt = new float[selection.channelCount()];
        this.squares = new float[selection.channelCount()];
        this.left = records;
    }

    /** Whether it has compared its records. */
    boolean over() {
        return left == 0;
    }

    /** Whether a record with this error of the version's own is to be compared. */
    public boolean wants(float ownError) {
        return left > 0 && Float.isFinite(ownError);
    }

    /**
     * The champion's normalised error on a record, in the new version's scaling.
     *
     * @param values D values in the channels' own units; NaN for a missing one
     */
    public float error(float[] values) {
        champion.reconstruct(new float[][] {champion.project(values)}, 1);
        champion.copyReconstruction(0, rebuilt);
        float error = own.error(values, rebuilt, squares);
        if (Float.isFinite(error)) {
            left--;
        }
        return error;
    }
}
