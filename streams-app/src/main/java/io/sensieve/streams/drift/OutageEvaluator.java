package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the beginning and the end of an outage of a layout, once each. */
final class OutageEvaluator {
    private static final Logger LOG = LoggerFactory.getLogger(OutageEvaluator.class);

    private static final String BEGIN = "outage: most channels are missing or frozen; nothing is retrained meanwhile";
    private static final String END = "the outage is over: the channels have values again";

    private final DriftReportFactory reports;
    private final DriftReporter reporter;

    OutageEvaluator(DriftReportFactory reports, DriftReporter reporter) {
        this.reports = reports;
        this.reporter = reporter;
    }

    /**
     * Reports a change of the outage.
     *
     * @param windowSums sums of the open window so far
     * @return state of the layout afterwards; {@code state} itself without a change
     */
    DriftState evaluate(LayoutMonitor monitor, DriftPartial windowSums, DriftState state, long now) {
        boolean outage = monitor.isOutage(state.getOutage());
        if (outage == state.getOutage()) {
            return state;
        }
        DriftState after = DriftState.newBuilder(DriftStates.withLateRecords(state, 0))
                .setOutage(outage)
                .build();
        String reason = outage ? BEGIN : END;
        DriftReport report = reports.create(
                WindowFindings.ofOpen(windowSums, monitor),
                new VerdictPolicy.Judgement(DriftStates.verdict(after), List.of(reason)),
                state.getLateRecords());
        reporter.show(report, now);
        LOG.atInfo()
                .addKeyValue("layout", report.getLayout())
                .addKeyValue("selectionVersion", report.getSelectionVersion())
                .addKeyValue("outageRecords", report.getOutageRecords())
                .log(reason);
        return after;
    }

    /**
     * Reports a closed window that has too few records outside of an outage to be evaluated. The meters show it only
     * while the outage lasts.
     */
    void report(LayoutMonitor monitor, DriftPartial sums, DriftState state, long now) {
        DriftReport report = reports.create(
                WindowFindings.of(sums, monitor, false),
                new VerdictPolicy.Judgement(Verdict.OUTAGE, List.of(BEGIN)),
                state.getLateRecords());
        if (state.getOutage()) {
            reporter.show(report, now);
        } else {
            reporter.send(report, now);
        }
    }
}
