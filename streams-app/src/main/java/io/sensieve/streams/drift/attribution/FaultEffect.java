package io.sensieve.streams.drift.attribution;

import io.sensieve.FaultySensor;
import io.sensieve.SensorFault;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;

/**
 * Whether faulty sensors account for a window's error: those of chosen channels by what the decoder makes of a constant
 * input ({@link DecoderSensitivity}), those of rebuilt channels by their own error.
 */
public final class FaultEffect {
    private static final double EXPLAINED = 0.5;

    private FaultEffect() {}

    /** How far each chosen channel that is faulty has been pushed away from its reference, in scaled units; K long. */
    static double[] pushes(List<FaultySensor> faulty, DecoderSensitivity explanation, LoadedSelection selection) {
        int[] channels = selection.model().channels();
        double[] pushes = new double[channels.length];
        for (FaultySensor sensor : faulty) {
            for (int i = 0; i < channels.length; i++) {
                if (channels[i] == sensor.getIndex()) {
                    pushes[i] = sensor.getFault() == SensorFault.DEAD
                            ? explanation.pushToFill(i)
                            : explanation.pushToConstant(i);
                }
            }
        }
        return pushes;
    }

    /**
     * What faulty sensors account for.
     *
     * @param explain whether it is half of what the error is above the reference's, or more
     * @param ratioLeft what is left of the squared error of the channels that are not at fault, over the reference's
     */
    public record Account(boolean explain, double ratioLeft) {
        /** Of no fault. */
        public static final Account NONE = new Account(false, Double.NaN);
    }

    /** What faulty sensors account for in a window. */
    public static Account account(List<FaultySensor> faulty, DriftPartial sums, LoadedSelection selection) {
        if (faulty.isEmpty()) {
            return Account.NONE;
        }
        DecoderSensitivity explanation = new DecoderSensitivity(selection, sums);
        double[] explained = explanation.of(pushes(faulty, explanation, selection));
        List<Float> reference = selection.selection().getReference().getChannelError();
        double all = 0;
        double ofFaults = 0;
        double usualOthers = 0;
        double others = 0;
        for (int i = 0; i < explained.length; i++) {
            int channel = i;
            double usual = (double) reference.get(i) * reference.get(i);
            double error = sums.getSquaredErrors().get(i)
                    / Math.max(1, sums.getMeasured().get(i));
            double excess = Math.max(0, error - usual);
            all += excess;
            if (faulty.stream().anyMatch(sensor -> sensor.getIndex() == channel)) {
                ofFaults += excess;
            } else {
                double pushed = Math.min(excess, explained[i] * explained[i]);
                ofFaults += pushed;
                usualOthers += usual;
                others += error - pushed;
            }
        }
        return new Account(ofFaults >= EXPLAINED * all, others / Math.max(WindowStatistics.TINY, usualOthers));
    }
}
