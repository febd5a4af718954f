package io.sensieve.streams.drift.sensor;

import io.sensieve.FaultySensor;
import io.sensieve.ReferenceProfile;
import io.sensieve.Selection;
import io.sensieve.SensorFault;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.ConstantChannel;
import io.sensieve.streams.state.DriftPartial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds faulty sensors of the reconstructed channels with each window. A sensor is dead if most values of a window are
 * missing. It is stuck if all sampled values of enough consecutive windows are equal: with r the reference's share of
 * equal pairs, no value has a probability above sqrt(r), so that a channel that mostly has one value needs more
 * windows. In both cases the finding must be significant.
 */
public final class ReconstructedSensorMonitor {
    private final SensorSettings settings;
    private final LoadedSelection loaded;
    private final Selection selection;
    private final boolean[] selected;
    private final Map<Integer, ConstantChannel> constant = new TreeMap<>();

    /** @param states states to restore, of {@link #states}; empty for a new monitor */
    public ReconstructedSensorMonitor(SensorSettings settings, LoadedSelection loaded, List<ConstantChannel> states) {
        this.settings = settings;
        this.loaded = loaded;
        this.selection = loaded.selection();
        this.selected = new boolean[loaded.channelCount()];
        for (int channel : loaded.model().channels()) {
            selected[channel] = true;
        }
        states.stream()
                .filter(each -> each.getIndex() < selected.length)
                .forEach(each -> constant.put(each.getIndex(), each));
    }

    /**
     * Adds the next window and returns the sensors that are faulty in it, by channel. Without shares of missing values
     * in the reference, no sensor is reported.
     */
    public List<FaultySensor> evaluate(DriftPartial sums) {
        ReferenceProfile reference = selection.getReference();
        List<FaultySensor> faulty = new ArrayList<>();
        if (sums.getErrorRecords() < settings.records()
                || reference.getMissingShare().isEmpty()) {
            return faulty;
        }
        long start = sums.getWindowStart().toEpochMilli();
        for (int i = 0; i < selected.length; i++) {
            if (selected[i]) {
                continue;
            }
            updateConstant(i, sums, start);
            ConstantChannel same = constant.get(i);
            long missing = sums.getErrorRecords() - sums.getMeasuredCounts().get(i);
            if (isDead(missing, sums.getErrorRecords(), reference, i)) {
                faulty.add(sensor(i, SensorFault.DEAD, start, (double) missing / sums.getErrorRecords()));
            } else if (same != null && isStuck(same, reference)) {
                faulty.add(sensor(i, SensorFault.STUCK, same.getSince(), 1));
            }
        }
        return faulty;
    }

    /** Returns the sensors that are faulty according to the sums alone, without earlier windows; changes no state. */
    public List<FaultySensor> evaluateAlone(DriftPartial sums) {
        return new ReconstructedSensorMonitor(settings, loaded, List.of()).evaluate(sums);
    }

    private void updateConstant(int channel, DriftPartial sums, long start) {
        if (sums.getLowest().isEmpty()
                || selection.getReference().getRepeatedShare().isEmpty()) {
            return;
        }
        float lowest = sums.getLowest().get(channel);
        float highest = sums.getHighest().get(channel);
        if (lowest > highest) {
            return;
        }
        if (lowest < highest) {
            constant.remove(channel);
            return;
        }
        double share = (double) sums.getMeasuredCounts().get(channel) / sums.getErrorRecords();
        long count = (long) (share * sums.getSampledRecords());
        ConstantChannel before = constant.get(channel);
        constant.put(
                channel,
                before == null || before.getValue() != lowest
                        ? new ConstantChannel(channel, lowest, count, start)
                        : new ConstantChannel(
                                channel, lowest, before.getCount() + count, Math.min(before.getSince(), start)));
    }

    /** Reconstructed channels that had a single value in the latest windows. */
    public List<ConstantChannel> states() {
        return List.copyOf(constant.values());
    }

    private boolean isDead(long missing, long records, ReferenceProfile reference, int channel) {
        double share = reference.getMissingShare().get(channel);
        return settings.isFaulty(missing, records, share)
                && settings.isSignificant(
                        missing,
                        records,
                        share,
                        reference.getRows(),
                        reference.getMissingShare().size());
    }

    private boolean isStuck(ConstantChannel same, ReferenceProfile reference) {
        double probabilityMax = Math.sqrt(reference.getRepeatedShare().get(same.getIndex()));
        return settings.isSignificant(
                same.getCount(),
                same.getCount(),
                probabilityMax,
                reference.getRows(),
                reference.getRepeatedShare().size());
    }

    private FaultySensor sensor(int channel, SensorFault fault, long since, double rate) {
        return new FaultySensor(channel, selection.getChannelNames().get(channel), false, fault, since, rate);
    }
}
