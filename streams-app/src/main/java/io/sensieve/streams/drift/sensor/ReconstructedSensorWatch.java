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
 * Faulty sensors among the channels that are rebuilt, as windows tell them. Dead: most of a window's values are
 * missing. Stuck: all sampled values are equal, of as many windows in a row as it takes: with r the reference's share
 * of equal pairs, no value has a probability above sqrt(r), so that a channel that mostly holds one value takes longer.
 * Either way chance must not explain it.
 */
public final class ReconstructedSensorWatch {
    private final SensorSettings settings;
    private final LoadedSelection loaded;
    private final Selection selection;
    private final boolean[] chosen;
    private final Map<Integer, ConstantChannel> constant = new TreeMap<>();

    /** @param known of {@link #states}, or none */
    public ReconstructedSensorWatch(SensorSettings settings, LoadedSelection loaded, List<ConstantChannel> known) {
        this.settings = settings;
        this.loaded = loaded;
        this.selection = loaded.selection();
        this.chosen = new boolean[loaded.channelCount()];
        for (int channel : loaded.model().channels()) {
            chosen[channel] = true;
        }
        known.stream()
                .filter(each -> each.getIndex() < chosen.length)
                .forEach(each -> constant.put(each.getIndex(), each));
    }

    /**
     * Looks at the next window; the sensors that are at fault in it, by channel; none where the reference does not
     * know.
     */
    public List<FaultySensor> faulty(DriftPartial sums) {
        ReferenceProfile reference = selection.getReference();
        List<FaultySensor> faulty = new ArrayList<>();
        if (sums.getErrorRecords() < settings.records()
                || reference.getMissingShare().isEmpty()) {
            return faulty;
        }
        long start = sums.getWindowStart().toEpochMilli();
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                continue;
            }
            look(i, sums, start);
            ConstantChannel same = constant.get(i);
            long missing = sums.getErrorRecords() - sums.getMeasured().get(i);
            if (isDead(missing, sums.getErrorRecords(), reference, i)) {
                faulty.add(sensor(i, SensorFault.DEAD, start, (double) missing / sums.getErrorRecords()));
            } else if (same != null && isStuck(same, reference)) {
                faulty.add(sensor(i, SensorFault.STUCK, same.getSince(), 1));
            }
        }
        return faulty;
    }

    /** The sensors that would be at fault if the sums were all there is; nothing is remembered of them. */
    public List<FaultySensor> suspects(DriftPartial sums) {
        return new ReconstructedSensorWatch(settings, loaded, List.of()).faulty(sums);
    }

    private void look(int channel, DriftPartial sums, long start) {
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
        double share = (double) sums.getMeasured().get(channel) / sums.getErrorRecords();
        long values = (long) (share * sums.getSampled());
        ConstantChannel before = constant.get(channel);
        constant.put(
                channel,
                before == null || before.getValue() != lowest
                        ? new ConstantChannel(channel, lowest, values, start)
                        : new ConstantChannel(
                                channel, lowest, before.getValues() + values, Math.min(before.getSince(), start)));
    }

    /** Rebuilt channels that show one value only. */
    public List<ConstantChannel> states() {
        return List.copyOf(constant.values());
    }

    private boolean isDead(long missing, long records, ReferenceProfile reference, int channel) {
        double usual = reference.getMissingShare().get(channel);
        return settings.atFault(missing, records, usual)
                && settings.certain(
                        missing,
                        records,
                        usual,
                        reference.getRows(),
                        reference.getMissingShare().size());
    }

    private boolean isStuck(ConstantChannel same, ReferenceProfile reference) {
        double likeliest = Math.sqrt(reference.getRepeatedShare().get(same.getIndex()));
        return settings.certain(
                same.getValues(),
                same.getValues(),
                likeliest,
                reference.getRows(),
                reference.getRepeatedShare().size());
    }

    private FaultySensor sensor(int channel, SensorFault fault, long since, double rate) {
        return new FaultySensor(channel, selection.getChannelNames().get(channel), false, fault, since, rate);
    }
}
