package io.sensieve.streams.drift.attribution;

import io.sensieve.AttributedChannel;
import io.sensieve.FaultySensor;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.error.ChannelErrorRise;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Attributes a rise of the error to channels, highest score first. A selected channel is named because of the errors of
 * other channels that a change of it explains ({@link InputAttribution}). Any channel is named because of its own
 * error, where inputs explain at most half of it. Faulty sensors count as changed inputs and are not named.
 *
 * <p>Scores compare the errors of a channel with the mean error of all channels, not with the channel's own error,
 * because the error of a nearly perfectly reconstructed channel rises with the smallest change of an input.
 */
public final class DriftAttribution {
    /** Smallest share of a channel's squared error that no input explains. */
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
     * Names the channels that account for the errors, highest score first.
     *
     * @param risen whether the error of the records has risen as a whole; then few records suffice
     * @param faulty faulty sensors, which are not named; nor are channels whose errors they explain
     */
    public List<AttributedChannel> attribute(
            WindowStatistics statistics,
            boolean risen,
            DriftPartial sums,
            LoadedSelection selection,
            List<FaultySensor> faulty) {
        AttributionList attributed = new AttributionList(thresholds, selection);
        faulty.forEach(sensor -> attributed.exclude(sensor.getIndex()));
        boolean[] named = named(statistics, risen, sums, selection.selection());
        if (!risen && IntStream.range(0, named.length).noneMatch(i -> named[i] && !attributed.isDone(i))) {
            return List.of();
        }
        DecoderSensitivity sensitivity = new DecoderSensitivity(selection, sums);
        int[] channels = selection.model().channels();
        boolean[] isFaulty = new boolean[channels.length];
        for (int i = 0; i < channels.length; i++) {
            isFaulty[i] = attributed.isDone(channels[i]);
        }
        double[] explained = sensitivity.explainedErrors(FaultEffect.inputShifts(faulty, sensitivity, selection));
        double[] excess = excess(sums, statistics, selection.selection(), explained);
        InputAttribution inputs = new InputAttribution(channels, sensitivity.responses(isFaulty), excess);
        addInputs(attributed, channels, inputs.explained());
        addErrors(attributed, named, inputs.unexplained(), statistics, sums);
        return attributed.highest(max);
    }

    /**
     * Channels whose error is at drift level and has risen significantly. If the error has risen as a whole, a
     * significant rise suffices, or a large share of the excess squared error.
     */
    private boolean[] named(WindowStatistics statistics, boolean risen, DriftPartial sums, Selection selection) {
        boolean[] named = ChannelErrorRise.significant(sums, selection);
        double[] excess = excess(sums, statistics, selection, new double[named.length]);
        double sum = DoubleStream.of(excess).sum();
        for (int i = 0; i < named.length; i++) {
            boolean isDominant = risen && excess[i] > DOMINANT * sum;
            named[i] = isDominant
                    || (named[i] && (risen || statistics.channelErrorRatios()[i] >= thresholds.errorDrift()));
        }
        return named;
    }

    private static void addInputs(AttributionList attributed, int[] channels, double[] explained) {
        for (int i = 0; i < channels.length; i++) {
            if (explained[i] > 0 && !attributed.isDone(channels[i])) {
                attributed.addInput(channels[i], explained[i]);
            }
        }
    }

    private static void addErrors(
            AttributionList attributed,
            boolean[] named,
            double[] unexplained,
            WindowStatistics statistics,
            DriftPartial sums) {
        for (int i = 0; i < named.length; i++) {
            if (named[i]
                    && !attributed.isDone(i)
                    && unexplained[i] > 0
                    && unexplained[i] >= UNEXPLAINED_MIN * meanSquare(sums, i)) {
                attributed.addError(i, statistics.channelErrorRatios()[i], unexplained[i]);
            }
        }
    }

    /** Squared error of each channel above that of the reference and of faulty inputs; 0 for a faulty sensor. */
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
