package io.sensieve.systemtests.check;

import java.util.Arrays;

/** What came out of one device's records, by their numbers. */
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
     * What it came to.
     *
     * @param missing records without a reduced one
     * @param duplicated reduced records beyond the first of a number
     * @param byTwoVersions those of them that another version made
     * @param outOfOrder reduced records that came after one of a higher number
     * @param versionWentBack reduced records of an older version than one before
     * @param notReconstructed reduced records without a reconstruction of the same version
     * @param reconstructionsDuplicated reconstructions beyond the first of a number
     */
    public record Result(
            long missing,
            long duplicated,
            long byTwoVersions,
            long outOfOrder,
            long versionWentBack,
            long notReconstructed,
            long reconstructionsDuplicated) {
        static final Result NOTHING = new Result(0, 0, 0, 0, 0, 0, 0);

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

    /** Takes a reduced record; {@code version} is at least 1. */
    void addReduced(int number, int version) {
        reducedBy = roomFor(number, reducedBy);
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

    /** Takes a reconstruction; {@code version} is at least 1. */
    void addReconstruction(int number, int version) {
        reconstructedBy = roomFor(number, reconstructedBy);
        if (reconstructedBy[number] != 0) {
            reconstructionsDuplicated++;
        } else {
            reconstructedBy[number] = version;
        }
    }

    /**
     * Settles it.
     *
     * @param sent records that the device sent, numbered from 0; a higher number counts as duplicated
     */
    Result result(int sent) {
        long found = 0;
        long beyond = 0;
        long notReconstructed = 0;
        reconstructedBy = roomFor(reducedBy.length - 1, reconstructedBy);
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

    private static int[] roomFor(int number, int[] versions) {
        return number < versions.length ? versions : Arrays.copyOf(versions, Math.max(number + 1, 2 * versions.length));
    }
}
