package io.sensieve.streams.drift.attribution;

import io.sensieve.AttributedChannel;
import io.sensieve.FaultySensor;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.distribution.ChannelErrorRise;
import io.sensieve.streams.drift.distribution.DriftThresholds;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Attributes drift to channels, highest score first. A selected channel is named because of its own shift, or because
 * of the errors of other channels that a change of it explains ({@link InputAttribution}). Any channel is named because
 * of its reconstruction error where the rise is significant and shifted inputs explain at most half of it; otherwise
 * the inputs are the cause. Faulty sensors count as shifted inputs and are not named.
 *
 * <p>Scores compare the errors of a channel with the mean error of all channels, not with the channel's own error,
 * because the error of a nearly perfectly reconstructed channel rises with the smallest shift of an input.
 */
public final class DriftAttribution {
    /** Smallest share of a channel's squared error that no shifted input explains. */
    private static final double UNEXPLAINED_MIN = 0.5;

    /** Smallest share of the excess squared error of all channels that makes a channel one of its causes. */
    private static final double DOMINANT = 0.2;

    private final DriftThresholds thresholds;
    private final int max;

    /**
     * Creates an attribution.
     *
     * @param max largest number of channels in the result
     */
    public DriftAttribution(DriftThresholds thresholds, int max) {
        this.thresholds = thresholds;
        this.max = max;
    }

    /**
     * Names the channels that account for the drift, highest score first.
     *
     * @param faulty faulty sensors, which are not named; nor are channels whose errors they explain
     */
    public List<AttributedChannel> attribute(
            WindowStatistics statistics, DriftPartial sums, LoadedSelection selection, List<FaultySensor> faulty) {
        AttributionList attributed = new AttributionList(thresholds, selection);
        DecoderSensitivity sensitivity = new DecoderSensitivity(selection, sums);
        int[] channels = selection.model().channels();
        double[] shifts = FaultEffect.inputShifts(faulty, sensitivity, selection);
        faulty.forEach(sensor -> attributed.exclude(sensor.getIndex()));
        boolean[] isFaulty = new boolean[channels.length];
        double[] scores = statistics.scores(
                thresholds.psiDrift(), thresholds.wassersteinDrift(), thresholds.falseDiscoveryRate());
        for (int i = 0; i < channels.length; i++) {
            isFaulty[i] = attributed.isDone(channels[i]);
            if (scores[i] >= 1) {
                shifts[i] = sensitivity.shift(i);
                attributed.addShift(channels[i], statistics.shifts().get(i), scores[i]);
            }
        }
        boolean[] risen = ChannelErrorRise.significant(sums, selection.selection(), thresholds.falseDiscoveryRate());
        if (statistics.errorRatio() >= thresholds.errorWarning()) {
            addDominant(risen, sums, selection.selection());
        }
        if (IntStream.range(0, risen.length).anyMatch(i -> risen[i] && !attributed.isDone(i))) {
            double[] excess = excess(sums, statistics, selection.selection(), sensitivity.explainedErrors(shifts));
            InputAttribution inputs = new InputAttribution(channels, sensitivity.responses(isFaulty), excess);
            addInputs(attributed, channels, inputs.explained());
            addErrors(attributed, risen, inputs.unexplained(), statistics, sums);
        }
        return attributed.highest(max);
    }

    /**
     * Adds the channels that have a large share of the excess squared error of a window whose error has risen as a
     * whole, because few records suffice then.
     */
    private static void addDominant(boolean[] risen, DriftPartial sums, Selection selection) {
        double[] excess = new double[risen.length];
        double sum = 0;
        for (int i = 0; i < excess.length; i++) {
            double expected = selection.getReference().getChannelError().get(i);
            excess[i] = Math.max(0, meanSquare(sums, i) - expected * expected);
            sum += excess[i];
        }
        for (int i = 0; i < excess.length; i++) {
            risen[i] |= excess[i] > DOMINANT * sum;
        }
    }

    private static void addInputs(AttributionList attributed, int[] channels, double[] explained) {
        for (int i = 0; i < channels.length; i++) {
            if (explained[i] > 0 && !attributed.isDone(channels[i])) {
                attributed.addInput(channels[i], explained[i]);
            }
        }
    }

    private void addErrors(
            AttributionList attributed,
            boolean[] risen,
            double[] unexplained,
            WindowStatistics statistics,
            DriftPartial sums) {
        double[] ratios = statistics.channelErrorRatios();
        for (int i = 0; i < ratios.length; i++) {
            if (!attributed.isDone(i)
                    && risen[i]
                    && ratios[i] >= thresholds.errorDrift()
                    && unexplained[i] > 0
                    && unexplained[i] >= UNEXPLAINED_MIN * meanSquare(sums, i)) {
                attributed.addError(i, ratios[i], unexplained[i]);
            }
        }
    }

    /** Squared error of each channel above that of the reference and of shifted inputs; 0 for a faulty sensor. */
    private static double[] excess(
            DriftPartial sums, WindowStatistics statistics, Selection selection, double[] explained) {
        double[] excess = new double[explained.length];
        for (int i = 0; i < excess.length; i++) {
            double expected = selection.getReference().getChannelError().get(i);
            excess[i] = statistics.channelErrorRatios()[i] == 0
                    ? 0
                    : Math.max(0, meanSquare(sums, i) - expected * expected - explained[i] * explained[i]);
        }
        return excess;
    }

    private static double meanSquare(DriftPartial sums, int channel) {
        return sums.getSquaredErrors().get(channel)
                / Math.max(1, sums.getMeasuredCounts().get(channel));
    }
}
