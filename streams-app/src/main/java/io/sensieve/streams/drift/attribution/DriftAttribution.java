package io.sensieve.streams.drift.attribution;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftSignal;
import io.sensieve.FaultySensor;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.DriftThresholds;
import io.sensieve.streams.drift.distribution.ChannelErrorRise;
import io.sensieve.streams.drift.distribution.ChannelShift;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names the channels that moved, worst first. A chosen channel is blamed for its own distribution, or for the errors of
 * others that its motion accounts for ({@link InputAttribution}). Any channel is blamed for the error with which it is
 * rebuilt where chance does not explain it and moved inputs of the decoder leave half of it: else they are at fault,
 * not the channel that was rebuilt from them. Faulty sensors count as moved inputs, and are not blamed themselves.
 *
 * <p>Errors are ranked by how large they are beside those of all channels, not beside the channel's own: one that was
 * rebuilt all but perfectly shows the smallest motion of what it is rebuilt from.
 */
public final class DriftAttribution {
    private static final double LEFT = 0.5;

    private final DriftThresholds thresholds;
    private final int most;

    /**
     * Creates an attribution of limited length.
     *
     * @param most longest list
     */
    public DriftAttribution(DriftThresholds thresholds, int most) {
        this.thresholds = thresholds;
        this.most = most;
    }

    /**
     * Names the channels that account for the drift, worst first.
     *
     * @param faulty sensors, which are not blamed, nor what comes of them
     */
    public List<AttributedChannel> of(
            WindowStatistics figures, DriftPartial sums, LoadedSelection selection, List<FaultySensor> faulty) {
        int[] channels = selection.model().channels();
        List<String> names = selection.selection().getChannelNames();
        List<AttributedChannel> blamed = new ArrayList<>();
        boolean[] named = new boolean[names.size()];
        double[] scores =
                figures.scores(thresholds.psiDrift(), thresholds.wassersteinDrift(), thresholds.falseDiscoveries());
        DecoderSensitivity explanation = new DecoderSensitivity(selection, sums);
        double[] pushes = FaultEffect.pushes(faulty, explanation, selection);
        faulty.forEach(sensor -> named[sensor.getIndex()] = true);
        boolean[] failed = new boolean[channels.length];
        for (int i = 0; i < channels.length; i++) {
            failed[i] = named[channels[i]];
            if (scores[i] >= 1) {
                named[channels[i]] = true;
                pushes[i] = explanation.pushOfWorld(i);
                blamed.add(moved(figures.shifts().get(i), channels[i], names.get(channels[i]), scores[i]));
            }
        }
        boolean[] risen = ChannelErrorRise.significant(sums, selection.selection(), thresholds.falseDiscoveries());
        if (IntStream.range(0, risen.length).anyMatch(i -> risen[i] && !named[i])) {
            InputAttribution attribution = new InputAttribution(
                    channels,
                    explanation.responses(failed),
                    excess(sums, figures, selection.selection(), explanation.of(pushes)));
            byErrors(blamed, named, risen, attribution, figures, sums, selection);
        }
        blamed.sort(Comparator.comparingDouble(AttributedChannel::getScore)
                .reversed()
                .thenComparingInt(AttributedChannel::getIndex));
        return List.copyOf(blamed.subList(0, Math.min(most, blamed.size())));
    }

    private void byErrors(
            List<AttributedChannel> blamed,
            boolean[] named,
            boolean[] risen,
            InputAttribution attribution,
            WindowStatistics figures,
            DriftPartial sums,
            LoadedSelection selection) {
        int[] channels = selection.model().channels();
        List<String> names = selection.selection().getChannelNames();
        double usual = Math.max(
                WindowStatistics.TINY,
                selection.selection().getReference().getChannelError().stream()
                        .mapToDouble(error -> (double) error * error)
                        .average()
                        .orElse(0));
        boolean[] chosen = new boolean[names.size()];
        double[] explained = attribution.explained();
        for (int i = 0; i < channels.length; i++) {
            chosen[channels[i]] = true;
            if (explained[i] > 0 && !named[channels[i]]) {
                named[channels[i]] = true;
                double value = Math.sqrt(explained[i] / usual);
                blamed.add(new AttributedChannel(
                        channels[i],
                        names.get(channels[i]),
                        true,
                        DriftSignal.ERROR,
                        value,
                        value / thresholds.errorDrift()));
            }
        }
        double[] left = attribution.left();
        double[] ratios = figures.channelErrors();
        for (int i = 0; i < ratios.length; i++) {
            if (!named[i]
                    && risen[i]
                    && ratios[i] >= thresholds.errorDrift()
                    && left[i] > 0
                    && left[i] >= LEFT * meanSquare(sums, i)) {
                double score = Math.sqrt(left[i] / usual) / thresholds.errorDrift();
                blamed.add(new AttributedChannel(i, names.get(i), chosen[i], DriftSignal.ERROR, ratios[i], score));
            }
        }
    }

    /** Of faulty sensors none: theirs has a cause. */
    private static double[] excess(
            DriftPartial sums, WindowStatistics figures, Selection selection, double[] explained) {
        double[] excess = new double[explained.length];
        for (int i = 0; i < excess.length; i++) {
            double usual = selection.getReference().getChannelError().get(i);
            excess[i] = figures.channelErrors()[i] == 0
                    ? 0
                    : Math.max(0, meanSquare(sums, i) - usual * usual - explained[i] * explained[i]);
        }
        return excess;
    }

    private AttributedChannel moved(ChannelShift shift, int channel, String name, double score) {
        boolean byIndex = shift.stability().over(thresholds.psiDrift()) >= score;
        return new AttributedChannel(
                channel,
                name,
                true,
                byIndex ? DriftSignal.PSI : DriftSignal.WASSERSTEIN,
                byIndex ? shift.stability().value() : shift.wasserstein(),
                score);
    }

    private static double meanSquare(DriftPartial sums, int channel) {
        return sums.getSquaredErrors().get(channel)
                / Math.max(1, sums.getMeasured().get(channel));
    }
}
