package io.sensieve.streams.drift.sensor;

import io.sensieve.FaultySensor;
import io.sensieve.ReferenceProfile;
import io.sensieve.SensorFault;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.LayoutMonitorState;
import io.sensieve.streams.state.SuspectedFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds faulty sensors of the selected channels with each partial sum. A sensor is dead if most values are missing,
 * compared with the share in the reference. It is stuck if most values repeat the device's previous value, compared
 * with the baseline: the version's first {@value #BASELINE_MIN} compared records, or the reference's share of equal
 * pairs if that is larger. In both cases the excess must be significant. If more than half of several selected channels
 * are stuck, the machine probably stands still, so that no sensor is reported. Without shares of missing values in the
 * reference, no sensor is reported.
 */
public final class SelectedSensorMonitor {
    /**
     * A suspected fault that is not significant delays the detection of a rise of the error for this many times
     * {@link SensorSettings#records()}.
     */
    public static final int PATIENCE = 3;

    private static final int BASELINE_MIN = 256;

    /** Excess hits of one partial sum that may be the beginning of a fault. */
    private static final double EXCESS_MIN = 8;

    private static final double DEVIATIONS_MIN = 6;

    private final SensorSettings settings;
    private final LoadedSelection selection;
    private final float[] referenceRepeats;
    private final long[] baselineRepeats;
    private long baselineRecords;
    private final Map<Key, SuspectedFault> suspected = new HashMap<>();
    private boolean mayBegin;

    private record Key(int position, SensorFault fault) {}

    /** @param state state to restore; null for a new monitor */
    public SelectedSensorMonitor(
            SensorSettings settings, LoadedSelection selection, @Nullable LayoutMonitorState state) {
        this.settings = settings;
        this.selection = selection;
        this.referenceRepeats =
                Floats.array(selection.selection().getReference().getRepeatedShare());
        this.baselineRepeats = new long[selection.selectedCount()];
        if (state != null && state.getBaselineRepeats().size() == baselineRepeats.length) {
            for (int i = 0; i < baselineRepeats.length; i++) {
                baselineRepeats[i] = state.getBaselineRepeats().get(i);
            }
            baselineRecords = state.getBaselineRecords();
            state.getSuspectedFaults()
                    .forEach(each -> suspected.put(new Key(each.getPosition(), each.getFault()), each));
        }
    }

    /**
     * Adds a partial sum.
     *
     * @param time event time at which the partial sum begins, in milliseconds
     */
    public void add(DriftPartial partial, long time) {
        mayBegin = false;
        ReferenceProfile reference = selection.selection().getReference();
        if (reference.getMissingShare().isEmpty()) {
            return;
        }
        boolean learnsBaseline = baselineRecords < BASELINE_MIN;
        for (int i = 0; i < baselineRepeats.length; i++) {
            test(i, SensorFault.DEAD, partial.getMissingCounts().get(i), partial.getRecords(), missingShare(i), time);
            if (!partial.getRepeatedCounts().isEmpty()) {
                long repeated = partial.getRepeatedCounts().get(i);
                if (learnsBaseline) {
                    baselineRepeats[i] += repeated;
                } else {
                    double share = Math.max(baselineShare(i), referenceShare(i));
                    test(i, SensorFault.STUCK, repeated, partial.getComparedRecords(), share, time);
                }
            }
        }
        baselineRecords += learnsBaseline ? partial.getComparedRecords() : 0;
    }

    /** Share of missing values in the reference. */
    private double missingShare(int position) {
        List<Float> expected =
                selection.selection().getReference().getChannels().get(position).getExpected();
        return expected.get(expected.size() - 1);
    }

    private double baselineShare(int position) {
        return baselineRecords == 0 ? 0 : (double) baselineRepeats[position] / baselineRecords;
    }

    private double referenceShare(int position) {
        return referenceRepeats.length == 0
                ? 0
                : referenceRepeats[selection.model().channels()[position]];
    }

    private void test(int position, SensorFault fault, long hits, long records, double share, long time) {
        if (records == 0) {
            return;
        }
        Key key = new Key(position, fault);
        if (settings.isFaulty(hits, records, share)) {
            SuspectedFault before = suspected.getOrDefault(key, new SuspectedFault(position, fault, 0L, 0L, time));
            suspected.put(
                    key,
                    new SuspectedFault(
                            position,
                            fault,
                            before.getRecords() + records,
                            before.getHits() + hits,
                            before.getSince()));
        } else {
            suspected.remove(key);
            double excess = hits - share * records;
            mayBegin |= excess >= EXCESS_MIN && excess >= DEVIATIONS_MIN * Math.sqrt(records * share * (1 - share));
        }
    }

    /** Whether a sensor fault is suspected, but there are too few records to decide. */
    public boolean isSuspicious() {
        return mayBegin
                || suspected.values().stream()
                        .anyMatch(fault -> fault.getRecords() < PATIENCE * settings.records() && !isSignificant(fault));
    }

    private boolean isSignificant(SuspectedFault fault) {
        int position = fault.getPosition();
        long rows = selection.selection().getReference().getRows();
        if (fault.getFault() == SensorFault.DEAD) {
            return isSignificant(fault, missingShare(position), rows);
        }
        return isSignificant(fault, baselineShare(position), baselineRecords)
                && (referenceRepeats.length == 0 || isSignificant(fault, referenceShare(position), rows));
    }

    private boolean isSignificant(SuspectedFault fault, double share, long rows) {
        return settings.isSignificant(fault.getHits(), fault.getRecords(), share, rows, selection.channelCount());
    }

    /** The faulty sensors of the selected channels, by channel. */
    public List<FaultySensor> faulty() {
        List<FaultySensor> faulty = new ArrayList<>();
        boolean standsStill = machineStandsStill();
        for (SuspectedFault each : suspected.values()) {
            boolean dead = each.getFault() == SensorFault.DEAD;
            if ((dead || !standsStill) && isSignificant(each)) {
                int channel = selection.model().channels()[each.getPosition()];
                faulty.add(new FaultySensor(
                        channel,
                        selection.selection().getChannelNames().get(channel),
                        true,
                        each.getFault(),
                        each.getSince(),
                        (double) each.getHits() / each.getRecords()));
            }
        }
        faulty.sort(Comparator.comparingInt(FaultySensor::getIndex));
        return faulty;
    }

    private boolean machineStandsStill() {
        long stuck = suspected.values().stream()
                .filter(each -> each.getFault() == SensorFault.STUCK)
                .count();
        return stuck > 1 && 2 * stuck > baselineRepeats.length;
    }

    /** Number of compared records whose repeated values {@link #baselineRepeats} counts. */
    public long baselineRecords() {
        return baselineRecords;
    }

    /** For each selected channel: repeated values among the version's first records. */
    public List<Long> baselineRepeats() {
        return LongStream.of(baselineRepeats).boxed().toList();
    }

    /** Faults that the latest partial sums show, whether significant or not. */
    public List<SuspectedFault> suspectedFaults() {
        return List.copyOf(suspected.values());
    }
}
