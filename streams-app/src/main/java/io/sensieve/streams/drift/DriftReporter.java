package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.RetrainRequest;
import io.sensieve.Verdict;
import io.sensieve.streams.state.DriftState;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends drift reports, and retrain requests if they are due. */
final class DriftReporter {
    private static final Logger LOG = LoggerFactory.getLogger(DriftReporter.class);

    private final ProcessorContext<String, SpecificRecord> context;
    private final VerdictPolicy policy;
    private final DriftMeter meter;

    DriftReporter(ProcessorContext<String, SpecificRecord> context, VerdictPolicy policy, DriftMeter meter) {
        this.context = context;
        this.policy = policy;
        this.meter = meter;
    }

    /**
     * Sends a report that decides the verdict, and requests a retrain because of drift or of faulty sensors if one is
     * due.
     *
     * @param before state before the report
     * @param after state with the report's verdict
     * @return the state after the report and the request
     */
    DriftState report(DriftReport report, DriftState before, DriftState after, LayoutMonitor monitor, long now) {
        meter.reported(report);
        if (before.getVerdict() != report.getVerdict()) {
            logVerdict(report, before.getVerdict());
        }
        send(report, now);
        List<FaultySensor> faulty = report.getFaultySensors().stream()
                .filter(FaultySensor::getSelected)
                .toList();
        DriftState state = DriftStates.withLateRecords(after, 0);
        if (policy.shouldRequestRetrain(state, now)) {
            state = DriftStates.withRequest(state, now);
            request(RetrainRequestFactory.ofDrift(report, state, now), now);
            monitor.requestedWithout(faulty, now);
        } else if (monitor.shouldRequestWithout(faulty, now)) {
            request(RetrainRequestFactory.ofSensors(report, now), now);
            monitor.requestedWithout(faulty, now);
        }
        return state;
    }

    /** Sends a report without any effect on verdict, meters or requests. */
    void send(DriftReport report, long now) {
        forward(report.getLayout(), report, now);
    }

    /** Sends a retrain request. */
    void request(RetrainRequest request, long now) {
        meter.retrainRequested(request.getLayout());
        forward(request.getLayout(), request, now);
    }

    private void forward(String layout, SpecificRecord value, long now) {
        context.forward(new Record<>(layout, value, Math.max(0, now)));
    }

    private static void logVerdict(DriftReport report, Verdict before) {
        LOG.atInfo()
                .addKeyValue("layout", report.getLayout())
                .addKeyValue("selectionVersion", report.getSelectionVersion())
                .addKeyValue("before", before)
                .addKeyValue("verdict", report.getVerdict())
                .addKeyValue("errorRatio", report.getErrorRatio())
                .addKeyValue("psiMax", report.getPsiMax())
                .addKeyValue("reasons", String.join("; ", report.getReasons()))
                .log("drift verdict changed");
    }
}
