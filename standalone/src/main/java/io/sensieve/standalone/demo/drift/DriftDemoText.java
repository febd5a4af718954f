package io.sensieve.standalone.demo.drift;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.standalone.demo.run.Narrator;
import java.util.List;
import java.util.Set;

/** Prints selections, the planted shift, drift reports and the summary of the drift demo. */
final class DriftDemoText {
    private final Narrator narrator;
    private final List<String> channelNames;
    private final PlantedShift shift;

    DriftDemoText(Narrator narrator, List<String> channelNames, PlantedShift shift) {
        this.narrator = narrator;
        this.channelNames = channelNames;
        this.shift = shift;
    }

    void print(Selection selection) {
        narrator.say(
                "selection version %d: %d of %d channels, trained in %.1f s (%s)",
                selection.getVersion(),
                selection.getChannels().size(),
                selection.getChannelNames().size(),
                selection.getProvenance().getSeconds(),
                selection.getProvenance().getTrigger());
        narrator.add(
                "validation error %.3e, predicting the mean %.3e",
                selection.getValidation().getMean(), selection.getValidation().getPredictMean());
        narrator.add(
                "channels: %s",
                Narrator.shorten(selection.getChannels().stream()
                        .map(SelectedChannel::getName)
                        .toList()));
    }

    void printShift() {
        narrator.say("THE DATA CHANGE");
        narrator.add(
                "%d channels lose %.0f %% of their gain: %s",
                shift.weakened().size(), 100 * (1 - PlantedShift.GAIN), names(shift.weakened()));
        narrator.add(
                "%d channels are mirrored about their mean, so that their correlations change sign: %s",
                shift.mirrored().size(), names(shift.mirrored()));
    }

    void print(DriftReport report) {
        narrator.say(
                "verdict %s on version %d: error %.3e, %.2f times the validation error; %d channels with an error at drift level",
                report.getVerdict(),
                report.getSelectionVersion(),
                report.getErrorMean(),
                report.getErrorRatio(),
                report.getDriftedChannels());
        for (AttributedChannel channel : report.getAttribution()) {
            narrator.add(
                    "attributed to: %-12s %s %.2f (%s; %s)",
                    channel.getName(),
                    channel.getSignal(),
                    channel.getValue(),
                    channel.getSelected() ? "selected" : "reconstructed",
                    planted(channel.getIndex()));
        }
    }

    private String planted(int channel) {
        if (shift.weakened().contains(channel)) {
            return "lost gain";
        }
        return shift.mirrored().contains(channel) ? "was mirrored" : "did not change";
    }

    void print(DemoSummary summary) {
        DemoSummary.Selections selections = summary.selections();
        summary.records().print(narrator, selections.k(), selections.d());
        narrator.line(
                "  selection         %4d -> %3d   %d of %d channels replaced%s, trained in %.1f and %.1f s",
                selections.firstVersion(),
                selections.firstVersion() + 1,
                selections.channelsReplaced(),
                selections.k(),
                selections.channelsReplaced() == 0 ? " (the decoder is new)" : "",
                selections.firstTrainingSeconds(),
                selections.retrainingSeconds());
        narrator.line(
                "  error before      %10.3e   before the shift, version %d",
                summary.errors().before(), selections.firstVersion());
        narrator.line(
                "  error drifted     %10.3e   after the shift, version %d",
                summary.errors().drifted(), selections.firstVersion());
        narrator.line(
                "  error after       %10.3e   after the shift, version %d",
                summary.errors().after(), selections.firstVersion() + 1);
        narrator.line(
                "  attributed to     %10d   channels, %d of them did change",
                summary.drift().blamedChannels().size(), summary.drift().blamedAndChanged());
        DemoSummary.FailedSensor failed = summary.failedSensor();
        narrator.line(
                "  failed sensor     %10s   replaced by version %d (%s) in %.1f s, %d channel replaced",
                failed.name(),
                selections.lastVersion(),
                failed.answeredBy(),
                failed.answerSeconds(),
                failed.channelsReplaced());
        narrator.line("  seconds           %10.1f", summary.seconds());
        summary.printChecks(narrator);
    }

    private String names(Set<Integer> channels) {
        return Narrator.shorten(channels.stream().map(channelNames::get).toList());
    }
}
