package io.sensieve.streams.drift.recurrence;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import java.util.List;

/**
 * Reconstructs records with the kept versions of a layout and measures their errors, in the scaling of the active
 * selection and in that of each version. Used by one thread.
 */
public final class KeptVersionComparison {
    /** Of the records of a partial sum, the first ones are compared, and after that one in {@value #ONE_IN}. */
    private static final int ALL = 256;

    private static final int ONE_IN = 64;

    private final int[] versions;
    private final Reconstructor active;
    private final Reconstructor[] kept;
    private final double[] validationMeans;
    private final float[] errors;
    private final float[] fits;
    private final float[] reconstruction;
    private final float[] squares;

    KeptVersionComparison(LoadedSelection active, List<LoadedSelection> kept) {
        this.versions = kept.stream().mapToInt(LoadedSelection::version).toArray();
        this.active = active.borrowReconstructor(1);
        this.kept =
                kept.stream().map(selection -> selection.borrowReconstructor(1)).toArray(Reconstructor[]::new);
        this.validationMeans = kept.stream()
                .mapToDouble(selection ->
                        Math.max(selection.selection().getValidation().getMean(), Double.MIN_NORMAL))
                .toArray();
        this.errors = new float[versions.length];
        this.fits = new float[versions.length];
        this.reconstruction = new float[active.channelCount()];
        this.squares = new float[active.channelCount()];
    }

    /**
     * Whether to compare a record.
     *
     * @param record number of the record in its partial sum, from 1
     */
    public boolean wants(long record) {
        return versions.length > 0 && (record <= ALL || record % ONE_IN == 0);
    }

    /** Version numbers, newest first. */
    public int[] versions() {
        return versions;
    }

    /**
     * Reconstructs a record with each version.
     *
     * @param values D values in the channels' own units; NaN for a missing value
     */
    public void compare(float[] values) {
        for (int i = 0; i < kept.length; i++) {
            Reconstructor version = kept[i];
            version.reconstruct(new float[][] {version.project(values)}, 1);
            version.copyReconstruction(0, reconstruction);
            errors[i] = active.error(values, reconstruction, squares);
            fits[i] = (float) (version.error(values, reconstruction, squares) / validationMeans[i]);
        }
    }

    /** Normalised errors of the latest record, one for each version, in the scaling of the active selection. */
    public float[] errors() {
        return errors;
    }

    /** Errors of the latest record in each version's own scaling, divided by the mean of its validation rows. */
    public float[] fits() {
        return fits;
    }
}
