package io.sensieve.streams.drift.sensor;

import io.sensieve.FaultySensor;
import io.sensieve.SensorFault;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.FaultCodeCount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Adds up the {@link FaultCodes} of all tasks, and names the sensors that send one. */
public final class FaultCodeMonitor {
    /** Sampled records without a fault code after which its sensor counts as repaired. */
    private static final long QUIET = 1_000;

    /** Smallest share of a sensor's values; rarer ones are glitches, which are left out but do not make a fault. */
    private static final double RATE_MIN = 0.02;

    private final LoadedSelection selection;
    private final Map<Integer, Evidence> channels = new TreeMap<>();
    private long sampled;

    private record Evidence(float value, long count, long others, long since, long sampledBefore, long sampledLast) {
        Evidence plus(FaultCodeCount found, long sampledNow) {
            return new Evidence(
                    value, count + found.getCount(), others + found.getOthers(), since, sampledBefore, sampledNow);
        }
    }

    public FaultCodeMonitor(LoadedSelection selection) {
        this.selection = selection;
    }

    /**
     * Adds a partial sum.
     *
     * @param time event time at which the partial sum begins, in milliseconds
     */
    public void add(DriftPartial partial, long time) {
        long before = sampled;
        sampled += partial.getSampledRecords();
        for (FaultCodeCount found : partial.getFaultCodes()) {
            Evidence known = channels.get(found.getIndex());
            Evidence first = known == null || known.value() != found.getValue()
                    ? new Evidence(found.getValue(), 0, 0, time, before, sampled)
                    : known;
            channels.put(found.getIndex(), first.plus(found, sampled));
        }
        channels.values().removeIf(evidence -> sampled - evidence.sampledLast() > QUIET);
    }

    /** Whether a value far outside has been seen twice, so that it may be a fault code. */
    public boolean isSuspicious() {
        return channels.values().stream().anyMatch(evidence -> evidence.count() == FaultCodes.EQUAL_MIN - 1);
    }

    /** The sensors that send a fault code, by channel. */
    public List<FaultySensor> faulty() {
        int[] selected = selection.model().channels();
        return channels.entrySet().stream()
                .filter(entry -> FaultCodes.isCode(
                        entry.getValue().count(), entry.getValue().others()))
                .filter(entry -> rate(entry.getValue()) >= RATE_MIN)
                .map(entry -> new FaultySensor(
                        entry.getKey(),
                        selection.selection().getChannelNames().get(entry.getKey()),
                        IntStream.of(selected).anyMatch(channel -> channel == entry.getKey()),
                        SensorFault.FAULT_CODE,
                        entry.getValue().since(),
                        rate(entry.getValue())))
                .toList();
    }

    private double rate(Evidence evidence) {
        return (double) evidence.count() / Math.max(1, sampled - evidence.sampledBefore());
    }
}
