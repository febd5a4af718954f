package io.sensieve.systemtests.check;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.codec.Floats;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.Reconstructor;
import io.sensieve.systemtests.load.NumberedRecords;
import io.sensieve.systemtests.load.NumberedSelection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the outputs of all devices and compares each output bit by bit with the expected one of its record and
 * version. Thread-safe.
 */
public final class OutputLedger {
    private static final int RECONSTRUCTORS = 16;

    private final Map<Integer, DeviceAccount> accounts = new HashMap<>();
    private final Set<Integer> versions = new TreeSet<>();
    private final Map<Integer, Reconstructor> reconstructors = BoundedMap.leastRecentlyUsed(RECONSTRUCTORS);
    private long reduced;
    private long reconstructed;
    private long wrongReduced;
    private long wrongReconstructions;

    /**
     * Counts over all devices.
     *
     * @param sent number of sent records
     * @param reduced number of reduced records, including duplicates
     * @param reconstructed number of reconstructions, including duplicates
     * @param wrongReduced number of reduced records with wrong values
     * @param wrongReconstructions number of reconstructions with wrong values
     * @param accounts sum of the counts of the devices
     */
    public record Result(
            long sent,
            long reduced,
            long reconstructed,
            long wrongReduced,
            long wrongReconstructions,
            DeviceAccount.Result accounts) {}

    /** Adds a reduced record with its key. */
    synchronized void addReduced(String key, ReducedRecord record) {
        reduced++;
        int device = NumberedRecords.device(key);
        int version = record.getSelectionVersion();
        float[] values = Floats.array(record.getValues());
        int number = number(values);
        versions.add(version);
        if (number >= 0) {
            account(device).addReduced(number, version);
        }
        float[] expected = reconstructor(version).project(NumberedRecords.row(device, number));
        wrongReduced += Arrays.equals(values, expected) ? 0 : 1;
    }

    /** Adds a reconstruction with its key. */
    synchronized void addReconstruction(String key, Reconstruction record) {
        reconstructed++;
        int device = NumberedRecords.device(key);
        int version = record.getSelectionVersion();
        float[] values = Floats.array(record.getValues());
        int number = number(values);
        if (number >= 0) {
            account(device).addReconstruction(number, version);
        }
        Reconstructor reconstructor = reconstructor(version);
        float[] expected = reconstructor.reconstruct(reconstructor.project(NumberedRecords.row(device, number)));
        wrongReconstructions += Arrays.equals(values, expected) ? 0 : 1;
    }

    /** Number of records with both outputs. */
    public synchronized long completed() {
        return Math.min(reduced, reconstructed);
    }

    /** Versions of the reduced records, ascending. */
    public synchronized Set<Integer> versions() {
        return new TreeSet<>(versions);
    }

    /**
     * Computes the counts.
     *
     * @param sent number of records that each device sent
     */
    public synchronized Result result(int[] sent) {
        DeviceAccount.Result all = DeviceAccount.Result.ZERO;
        long total = 0;
        for (int device = 0; device < sent.length; device++) {
            all = all.plus(account(device).result(sent[device]));
            total += sent[device];
        }
        return new Result(total, reduced, reconstructed, wrongReduced, wrongReconstructions, all);
    }

    /** Number of the record, or -1 if the first value is not a valid number. */
    private static int number(float[] values) {
        boolean isNumber = values.length > 0 && values[0] >= 0 && values[0] < NumberedRecords.NUMBERS;
        return isNumber ? (int) values[0] : -1;
    }

    private DeviceAccount account(int device) {
        return accounts.computeIfAbsent(device, number -> new DeviceAccount());
    }

    private Reconstructor reconstructor(int version) {
        return reconstructors.computeIfAbsent(
                version,
                number -> new Reconstructor(NumberedSelection.of(number).model()));
    }
}
