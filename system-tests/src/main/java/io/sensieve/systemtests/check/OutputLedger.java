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
 * Keeps the accounts of all devices. Each output is compared bit by bit with what the version that it names makes of
 * the record: an output of another record, or of another version than it says, is found as well. Thread-safe.
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
     * What all came to.
     *
     * @param reduced records that came out, duplicates among them
     * @param reconstructed reconstructions that came out, duplicates among them
     * @param wrongReduced reduced records that are not the record's values of their version's channels
     * @param wrongReconstructions reconstructions that their version's decoder does not make of the record
     * @param accounts of the devices together
     */
    public record Result(
            long sent,
            long reduced,
            long reconstructed,
            long wrongReduced,
            long wrongReconstructions,
            DeviceAccount.Result accounts) {}

    /** Takes a reduced record under its key. */
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

    /** Takes a reconstruction under its key. */
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
        float[] expected = reconstructor.rebuild(reconstructor.project(NumberedRecords.row(device, number)));
        wrongReconstructions += Arrays.equals(values, expected) ? 0 : 1;
    }

    /** Records that came out reduced and rebuilt. */
    public synchronized long done() {
        return Math.min(reduced, reconstructed);
    }

    /** Versions that made reduced records, ascending. */
    public synchronized Set<Integer> versions() {
        return new TreeSet<>(versions);
    }

    /**
     * Settles all accounts.
     *
     * @param sent by each device
     */
    public synchronized Result result(int[] sent) {
        DeviceAccount.Result all = DeviceAccount.Result.NOTHING;
        long total = 0;
        for (int device = 0; device < sent.length; device++) {
            all = all.plus(account(device).result(sent[device]));
            total += sent[device];
        }
        return new Result(total, reduced, reconstructed, wrongReduced, wrongReconstructions, all);
    }

    /** The record's number; -1 where the first value is none. */
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
