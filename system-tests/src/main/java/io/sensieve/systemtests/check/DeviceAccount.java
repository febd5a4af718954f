package io.sensieve.systemtests.check;

import java.util.Arrays;

/** Counts missing, duplicate and misplaced outputs of a device, whose records are numbered. */
public final class DeviceAccount {
    private static final int FIRST_CAPACITY = 1024;

    private int[] reducedBy = new int[FIRST_CAPACITY];
    private int[] reconstructedBy = new int[FIRST_CAPACITY];
    private int highest = -1;
    private int highestVersion;
    private long duplicated;
    private long outOfOrder;
    private long byTwoVersions;
    private long versionWentBack;
    private long reconstructionsDuplicated;

    /**
     * Counts of a device, or sums over devices.
     *
     * @param missing records without a reduced record
     * @param duplicated duplicate reduced records
     * @param byTwoVersions duplicate reduced records of another version than the first
     * @param outOfOrder reduced records after one with a higher number
     * @param versionWentBack reduced records after one of a newer version
     * @param notReconstructed reduced records without a reconstruction of the same version
     * @param reconstructionsDuplicated duplicate reconstructions
     */
    public record Result(
            long missing,
            long duplicated,
            long byTwoVersions,
            long outOfOrder,
            long versionWentBack,
            long notReconstructed,
            long reconstructionsDuplicated) {
        static final Result ZERO = new Result(0, 0, 0, 0, 0, 0, 0);

        Result plus(Result other) {
            return new Result(
                    missing + other.missing,
                    duplicated + other.duplicated,
                    byTwoVersions + other.byTwoVersions,
                    outOfOrder + other.outOfOrder,
                    versionWentBack + other.versionWentBack,
                    notReconstructed + other.notReconstructed,
                    reconstructionsDuplicated + other.reconstructionsDuplicated);
        }
    }

    /** Adds a reduced record; {@code version} is at least 1. */
    void addReduced(int number, int version) {
        reducedBy = ensureCapacity(number, reducedBy);
        if (reducedBy[number] != 0) {
            duplicated++;
            byTwoVersions += reducedBy[number] == version ? 0 : 1;
            return;
        }
        reducedBy[number] = version;
        outOfOrder += number < highest ? 1 : 0;
        versionWentBack += version < highestVersion ? 1 : 0;
        highest = Math.max(highest, number);
        highestVersion = Math.max(highestVersion, version);
    }

    /** Adds a reconstruction; {@code version} is at least 1. */
    void addReconstruction(int number, int version) {
        reconstructedBy = ensureCapacity(number, reconstructedBy);
        if (reconstructedBy[number] != 0) {
            reconstructionsDuplicated++;
        } else {
            reconstructedBy[number] = version;
        }
    }

    /**
     * Computes the counts.
     *
     * @param sent number of records that the device sent, numbered from 0; an output with a higher number counts as
     *     duplicate
     */
    Result result(int sent) {
        long found = 0;
        long beyond = 0;
        long notReconstructed = 0;
        reconstructedBy = ensureCapacity(reducedBy.length - 1, reconstructedBy);
        for (int number = 0; number < reducedBy.length; number++) {
            if (reducedBy[number] != 0) {
                found += number < sent ? 1 : 0;
                beyond += number < sent ? 0 : 1;
                notReconstructed += reconstructedBy[number] == reducedBy[number] ? 0 : 1;
            }
        }
        return new Result(
                sent - found,
                duplicated + beyond,
                byTwoVersions,
                outOfOrder,
                versionWentBack,
                notReconstructed,
                reconstructionsDuplicated);
    }

    private static int[] ensureCapacity(int number, int[] versions) {
        return number < versions.length ? versions : Arrays.copyOf(versions, Math.max(number + 1, 2 * versions.length));
    }
}
