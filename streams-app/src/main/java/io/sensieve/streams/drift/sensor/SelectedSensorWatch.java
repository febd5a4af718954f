package io.sensieve.streams.drift.sensor;

import io.sensieve.ChannelProfile;
import io.sensieve.FaultySensor;
import io.sensieve.ReferenceProfile;
import io.sensieve.SensorFault;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftWatch;
import io.sensieve.streams.state.SensorSuspect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches the chosen channels' sensors from partial sum to partial sum. Dead: most values are missing; usual is the
 * reference's share. Stuck: most values are the device's one before; usual is what the version's first
 * {@value #USUAL_MIN} compared records did, or the reference's share of equal pairs where that is more. Either way
 * chance must not explain it. Where more than half of several chosen channels stand still, it is the machine that does.
 * A reference without missing shares is one that knows nothing of sensors: none is called faulty.
 */
public final class SelectedSensorWatch {
    private static final int USUAL_MIN = 256;

    /** A partial sum with so many more hits than usual holds the beginning of a fault. */
    private static final double EXCESS_MIN = 8;

    private static final double DEVIATIONS_MIN = 6;

    /** For so many times the records that are judged at least, a suspect that chance may explain is waited for. */
    public static final int PATIENCE = 3;

    private final SensorSettings settings;
    private final LoadedSelection selection;
    private final float[] repeats;
    private final long[] usual;
    private long compared;
    private final Map<Key, SensorSuspect> suspects = new HashMap<>();
    private boolean begins;

    private record Key(int position, SensorFault fault) {}

    /** @param state what was known before; null where nothing was */
    public SelectedSensorWatch(SensorSettings settings, LoadedSelection selection, @Nullable DriftWatch state) {
        this.settings = settings;
        this.selection = selection;
        this.repeats = Floats.array(selection.selection().getReference().getRepeatedShare());
        this.usual = new long[selection.selectedCount()];
        if (state != null && state.getUsual().size() == usual.length) {
            for (int i = 0; i < usual.length; i++) {
                usual[i] = state.getUsual().get(i);
            }
            compared = state.getCompared();
            state.getSuspects().forEach(each -> suspects.put(new Key(each.getPosition(), each.getFault()), each));
        }
    }

    /**
     * Adds what a partial sum shows of the selected channels' sensors.
     *
     * @param time event time at which the partial sum begins, ms
     */
    public void add(DriftPartial partial, long time) {
        begins = false;
        ReferenceProfile reference = selection.selection().getReference();
        if (reference.getMissingShare().isEmpty()) {
            return;
        }
        boolean learning = compared < USUAL_MIN;
        int from = 0;
        for (int i = 0; i < usual.length; i++) {
            ChannelProfile profile = reference.getChannels().get(i);
            int last = from + profile.getExpected().size() - 1;
            look(i, SensorFault.DEAD, partial.getBins().get(last), partial.getRecords(), missing(i), time);
            from = last + 1;
            if (!partial.getRepeated().isEmpty()) {
                long repeated = partial.getRepeated().get(i);
                if (learning) {
                    usual[i] += repeated;
                } else {
                    look(i, SensorFault.STUCK, repeated, partial.getCompared(), usualRepeats(i), time);
                }
            }
        }
        compared += learning ? partial.getCompared() : 0;
    }

    private double missing(int position) {
        List<Float> expected =
                selection.selection().getReference().getChannels().get(position).getExpected();
        return expected.get(expected.size() - 1);
    }

    private double usualRepeats(int position) {
        return Math.max(ownRepeats(position), repeatsOfReference(position));
    }

    private double ownRepeats(int position) {
        return compared == 0 ? 0 : (double) usual[position] / compared;
    }

    private double repeatsOfReference(int position) {
        return repeats.length == 0 ? 0 : repeats[selection.model().channels()[position]];
    }

    private void look(int position, SensorFault fault, long hits, long records, double share, long time) {
        if (records == 0) {
            return;
        }
        Key key = new Key(position, fault);
        if (settings.atFault(hits, records, share)) {
            SensorSuspect before = suspects.getOrDefault(key, new SensorSuspect(position, fault, 0L, 0L, time));
            suspects.put(
                    key,
                    new SensorSuspect(
                            position,
                            fault,
                            before.getRecords() + records,
                            before.getHits() + hits,
                            before.getSince()));
        } else {
            suspects.remove(key);
            double excess = hits - share * records;
            begins |= excess >= EXCESS_MIN && excess >= DEVIATIONS_MIN * Math.sqrt(records * share * (1 - share));
        }
    }

    /** Whether a fault may be on its way that is not known yet. */
    public boolean suspects() {
        return begins
                || suspects.values().stream()
                        .anyMatch(each -> each.getRecords() < PATIENCE * settings.records() && !certain(each));
    }

    private boolean certain(SensorSuspect suspect) {
        int position = suspect.getPosition();
        long rows = selection.selection().getReference().getRows();
        if (suspect.getFault() == SensorFault.DEAD) {
            return certain(suspect, missing(position), rows);
        }
        return certain(suspect, ownRepeats(position), compared)
                && (repeats.length == 0 || certain(suspect, repeatsOfReference(position), rows));
    }

    private boolean certain(SensorSuspect suspect, double share, long rows) {
        return settings.certain(suspect.getHits(), suspect.getRecords(), share, rows, selection.channelCount());
    }

    /** The chosen channels' faulty sensors, by channel. */
    public List<FaultySensor> faulty() {
        List<FaultySensor> faulty = new ArrayList<>();
        boolean standstill = standstill();
        for (SensorSuspect each : suspects.values()) {
            boolean dead = each.getFault() == SensorFault.DEAD;
            if ((dead || !standstill) && certain(each)) {
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

    private boolean standstill() {
        long stuck = suspects.values().stream()
                .filter(each -> each.getFault() == SensorFault.STUCK)
                .count();
        return stuck > 1 && 2 * stuck > usual.length;
    }

    public long compared() {
        return compared;
    }

    public long[] usual() {
        return usual;
    }

    public List<SensorSuspect> states() {
        return List.copyOf(suspects.values());
    }
}
