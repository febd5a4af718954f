package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.RetrainRequest;
import io.sensieve.Verdict;
import io.sensieve.streams.state.DriftState;
import java.util.List;
import java.util.Optional;
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
     * Sends a report that decides the verdict, and a request if one is due: for a selection without faulty sensors, for
     * the return to a kept version, or for a retrain because of drift. Faulty sensors come first, because their repair
     * is quick and certain; drift that remains is requested with a later window.
     *
     * @param before state before the report
     * @param after state with the report's verdict
     * @param recurring kept version that fits the records
     * @return the state after the report and the request
     */
    DriftState report(
            DriftReport report,
            DriftState before,
            DriftState after,
            LayoutMonitor monitor,
            Optional<Integer> recurring,
            long now) {
        meter.reported(report);
        if (before.getVerdict() != report.getVerdict()) {
            logVerdict(report, before.getVerdict());
        }
        send(report, now);
        List<FaultySensor> faulty = report.getFaultySensors().stream()
                .filter(FaultySensor::getSelected)
                .toList();
        DriftState state = DriftStates.withLateRecords(after, 0);
        if (monitor.shouldRequestWithout(faulty, now)) {
            request(RetrainRequestFactory.ofSensors(report, now), now);
            monitor.requestedWithout(faulty, now);
            return state;
        }
        if (policy.shouldRequestRetrain(state, now)) {
            DriftState requested = DriftStates.withRequest(state, now);
            request(
                    recurring
                            .map(version -> RetrainRequestFactory.ofRecurrence(report, version, now))
                            .orElseGet(() -> RetrainRequestFactory.ofDrift(report, requested, now)),
                    now);
            recurring.ifPresent(version -> monitor.returnRequested(now));
            return requested;
        }
        return state;
    }

    /** Sends a report and shows it in the meters, without any effect on the verdict or requests. */
    void show(DriftReport report, long now) {
        meter.reported(report);
        send(report, now);
    }

    /** Sends a report without any effect on verdict, meters or requests. */
    void send(DriftReport report, long now) {
        forward(report.getLayout(), report, now);
    }

    /** Sends a retrain request. */
    void request(RetrainRequest request, long now) {
        meter.retrainRequested(request);
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
                .addKeyValue("reasons", String.join("; ", report.getReasons()))
                .log("drift verdict changed");
    }
}
