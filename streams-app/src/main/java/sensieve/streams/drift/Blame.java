package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sensieve.BlamedChannel;
import sensieve.DriftPartial;
import sensieve.DriftSignal;
import sensieve.FaultySensor;
import sensieve.model.LoadedSelection;

/**
 * Names the channels that moved, worst first. A chosen channel is blamed for its own distribution. Any channel is
 * blamed for the error with which it is rebuilt where chance does not explain it, unless moved inputs of the decoder
 * account for at least half of that error: then they are at fault, not the channel that was rebuilt from them. Faulty
 * sensors count as moved inputs, and are not blamed themselves.
 */
final class Blame {
    private static final double EXPLAINED = 0.5;

    private final DriftThresholds thresholds;
    private final int most;

    /** @param most longest list */
    Blame(DriftThresholds thresholds, int most) {
        this.thresholds = thresholds;
        this.most = most;
    }

    /** @param faulty sensors, which are not blamed, nor what comes of them */
    List<BlamedChannel> of(
            DriftFigures figures, DriftPartial sums, LoadedSelection selection, List<FaultySensor> faulty) {
        int[] channels = selection.model().channels();
        List<String> names = selection.selection().getChannelNames();
        List<BlamedChannel> blamed = new ArrayList<>();
        boolean[] chosen = new boolean[names.size()];
        boolean[] named = new boolean[names.size()];
        double[] scores =
                figures.scores(thresholds.psiDrift(), thresholds.wassersteinDrift(), thresholds.falseDiscoveries());
        Explanation explanation = new Explanation(selection, sums);
        double[] pushes = Faults.pushes(faulty, explanation, selection);
        for (int i = 0; i < channels.length; i++) {
            chosen[channels[i]] = true;
            if (scores[i] >= 1) {
                named[channels[i]] = true;
                pushes[i] = explanation.pushOfWorld(i);
                blamed.add(moved(figures.shifts().get(i), channels[i], names.get(channels[i]), scores[i]));
            }
        }
        double[] explained = explanation.of(pushes);
        double[] ratios = figures.channelErrors();
        boolean[] risen = ChannelErrorRise.significant(sums, selection.selection(), thresholds.falseDiscoveries());
        for (int i = 0; i < ratios.length; i++) {
            double score = ratios[i] / thresholds.errorDrift();
            if (!named[i] && risen[i] && score >= 1 && explained[i] < EXPLAINED * rootMeanSquare(sums, i)) {
                blamed.add(new BlamedChannel(i, names.get(i), chosen[i], DriftSignal.ERROR, ratios[i], score));
            }
        }
        blamed.sort(Comparator.comparingDouble(BlamedChannel::getScore)
                .reversed()
                .thenComparingInt(BlamedChannel::getIndex));
        return List.copyOf(blamed.subList(0, Math.min(most, blamed.size())));
    }

    private BlamedChannel moved(ChannelShift shift, int channel, String name, double score) {
        boolean byIndex = shift.stability().over(thresholds.psiDrift()) >= score;
        return new BlamedChannel(
                channel,
                name,
                true,
                byIndex ? DriftSignal.PSI : DriftSignal.WASSERSTEIN,
                byIndex ? shift.stability().value() : shift.wasserstein(),
                score);
    }

    private static double rootMeanSquare(DriftPartial sums, int channel) {
        return Math.sqrt(sums.getSquaredErrors().get(channel)
                / Math.max(1, sums.getMeasured().get(channel)));
    }
}
