package sensieve.streams.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import sensieve.DriftPartial;
import sensieve.DriftReport;
import sensieve.DriftState;
import sensieve.Requester;
import sensieve.RetrainRequest;
import sensieve.model.LoadedSelection;

/** Writes down what was found of a window, and what is asked of the trainer. */
final class DriftReports {
    private final Duration window;
    private final double psiDrift;
    private final Blame blame;

    DriftReports(DriftSettings settings) {
        this.window = settings.window();
        this.psiDrift = settings.thresholds().psiDrift();
        this.blame = new Blame(settings.thresholds(), settings.blameMax());
    }

    /** @param state after the window */
    DriftReport report(DriftPartial sums, DriftFigures figures, LoadedSelection selection, DriftState state) {
        return new DriftReport(
                sums.getLayout(),
                sums.getSelectionVersion(),
                sums.getWindowStart(),
                sums.getWindowStart().plus(window),
                sums.getRecords(),
                state.getVerdict(),
                figures.errorMean(),
                figures.errorRatio(),
                figures.errorScore(),
                figures.psiMax(),
                figures.psiMean(),
                figures.moved(psiDrift),
                figures.missingShare(),
                blame.of(figures, sums, selection),
                figures.errorQuantiles(),
                sums.getOutOfOrder(),
                state.getLate());
    }

    static RetrainRequest request(DriftReport report, DriftState state, long now) {
        Long since = state.getSince();
        String reason = String.format(
                Locale.ROOT,
                "error %.2f times that of the validation rows, %d chosen channels have moved, %d windows in a row",
                report.getErrorRatio(),
                report.getDriftedChannels(),
                state.getDriftWindows());
        return RetrainRequest.newBuilder()
                .setLayout(report.getLayout())
                .setRequestedBy(Requester.DRIFT)
                .setReason(reason)
                .setRequestedAt(Instant.ofEpochMilli(now))
                .setSelectionVersion(report.getSelectionVersion())
                .setSince(since == null ? null : Instant.ofEpochMilli(since))
                .setEvidence(report)
                .build();
    }
}
