package io.sensieve.streams.drift.attribution;

import io.sensieve.FaultySensor;
import io.sensieve.SensorFault;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;

/**
 * Effect of faulty sensors on the error of a window. A faulty selected channel explains what the decoder makes of its
 * constant input ({@link DecoderSensitivity}); a faulty reconstructed channel explains its own error.
 *
 * @param explainsError whether the faults explain at least half of the error above that of the reference
 * @param ratioLeft unexplained squared error of the channels without a fault, over that of the reference
 */
public record FaultEffect(boolean explainsError, double ratioLeft) {
    /** Effect without a fault. */
    public static final FaultEffect NONE = new FaultEffect(false, Double.NaN);

    private static final double EXPLAINED_MIN = 0.5;

    /** Computes the effect of faulty sensors on the error of a window. */
    public static FaultEffect of(List<FaultySensor> faulty, DriftPartial sums, LoadedSelection selection) {
        if (faulty.isEmpty()) {
            return NONE;
        }
        DecoderSensitivity sensitivity = new DecoderSensitivity(selection, sums);
        double[] explained = sensitivity.explainedErrors(inputShifts(faulty, sensitivity, selection));
        List<Float> reference = selection.selection().getReference().getChannelError();
        double excessOfAll = 0;
        double excessOfFaults = 0;
        double expectedOfOthers = 0;
        double errorOfOthers = 0;
        for (int i = 0; i < explained.length; i++) {
            int channel = i;
            double expected = (double) reference.get(i) * reference.get(i);
            double error = sums.getSquaredErrors().get(i)
                    / Math.max(1, sums.getMeasuredCounts().get(i));
            double excess = Math.max(0, error - expected);
            excessOfAll += excess;
            if (faulty.stream().anyMatch(sensor -> sensor.getIndex() == channel)) {
                excessOfFaults += excess;
            } else {
                double ofInputs = Math.min(excess, explained[i] * explained[i]);
                excessOfFaults += ofInputs;
                expectedOfOthers += expected;
                errorOfOthers += error - ofInputs;
            }
        }
        return new FaultEffect(
                excessOfFaults >= EXPLAINED_MIN * excessOfAll,
                errorOfOthers / Math.max(WindowStatistics.TINY, expectedOfOthers));
    }

    /** Scaled shift of each of the K inputs because of a fault; 0 for an input without a fault. */
    static double[] inputShifts(List<FaultySensor> faulty, DecoderSensitivity sensitivity, LoadedSelection selection) {
        int[] channels = selection.model().channels();
        double[] shifts = new double[channels.length];
        for (FaultySensor sensor : faulty) {
            for (int i = 0; i < channels.length; i++) {
                if (channels[i] == sensor.getIndex()) {
                    shifts[i] = sensor.getFault() == SensorFault.DEAD
                            ? sensitivity.shiftToFill(i)
                            : sensitivity.shiftToConstant(i);
                }
            }
        }
        return shifts;
    }
}
