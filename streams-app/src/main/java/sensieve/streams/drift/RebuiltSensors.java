package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.List;
import sensieve.DriftPartial;
import sensieve.FaultySensor;
import sensieve.ReferenceProfile;
import sensieve.Selection;
import sensieve.SensorFault;
import sensieve.model.LoadedSelection;

/**
 * Faulty sensors among the channels that are rebuilt, as one window tells them. Dead: most values are missing. Stuck:
 * all sampled values are equal: with r the reference's share of equal pairs, no value has a probability above sqrt(r).
 * Either way chance must not explain it.
 */
final class RebuiltSensors {
    private final SensorSettings settings;

    RebuiltSensors(SensorSettings settings) {
        this.settings = settings;
    }

    /** By channel; none where the reference does not know. */
    List<FaultySensor> faulty(DriftPartial sums, LoadedSelection loaded) {
        Selection selection = loaded.selection();
        ReferenceProfile reference = selection.getReference();
        List<FaultySensor> faulty = new ArrayList<>();
        if (sums.getErrorRecords() < settings.records()) {
            return faulty;
        }
        boolean[] chosen = new boolean[loaded.channelCount()];
        for (int channel : loaded.model().channels()) {
            chosen[channel] = true;
        }
        for (int i = 0; i < chosen.length; i++) {
            long missing = sums.getErrorRecords() - sums.getMeasured().get(i);
            if (chosen[i] || reference.getMissing().isEmpty()) {
                continue;
            }
            if (isDead(missing, sums.getErrorRecords(), reference, i)) {
                faulty.add(sensor(sums, selection, i, SensorFault.DEAD, (double) missing / sums.getErrorRecords()));
            } else if (isStuck(sums, reference, i)) {
                faulty.add(sensor(sums, selection, i, SensorFault.STUCK, 1));
            }
        }
        return faulty;
    }

    private boolean isDead(long missing, long records, ReferenceProfile reference, int channel) {
        double usual = reference.getMissing().get(channel);
        return settings.atFault(missing, records, usual)
                && settings.certain(
                        missing,
                        records,
                        usual,
                        reference.getRows(),
                        reference.getMissing().size());
    }

    private boolean isStuck(DriftPartial sums, ReferenceProfile reference, int channel) {
        if (sums.getLowest().isEmpty() || reference.getRepeats().isEmpty()) {
            return false;
        }
        float lowest = sums.getLowest().get(channel);
        float highest = sums.getHighest().get(channel);
        double share = (double) sums.getMeasured().get(channel) / sums.getErrorRecords();
        long values = (long) (share * sums.getSampled());
        double likeliest = Math.sqrt(reference.getRepeats().get(channel));
        return lowest == highest
                && settings.certain(
                        values,
                        values,
                        likeliest,
                        reference.getRows(),
                        reference.getRepeats().size());
    }

    private static FaultySensor sensor(
            DriftPartial sums, Selection selection, int channel, SensorFault fault, double rate) {
        return new FaultySensor(
                channel,
                selection.getChannelNames().get(channel),
                false,
                fault,
                sums.getWindowStart().toEpochMilli(),
                rate);
    }
}
