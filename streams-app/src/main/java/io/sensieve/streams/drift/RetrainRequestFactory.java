package io.sensieve.streams.drift;

import io.sensieve.AttributedChannel;
import io.sensieve.Detection;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import io.sensieve.streams.state.KeptVersionSums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates retrain requests, and describes their reasons for users. */
final class RetrainRequestFactory {
    /** Largest number of channels in a reason. */
    private static final int NAMED_MAX = 3;

    private RetrainRequestFactory() {}

    /** Requests a selection for the data since the drift. */
    static RetrainRequest ofDrift(DriftReport report, DriftState state, long now) {
        return request(Requester.DRIFT, describeDrift(report, state), state.getDriftSince(), report, now);
    }

    /** Requests a selection without the faulty channels. */
    static RetrainRequest ofSensors(DriftReport report, long now) {
        return request(Requester.SENSOR, describeFaults(report.getFaultySensors()), null, report, now);
    }

    /** Requests the return to a kept version that is better than the active selection. */
    static RetrainRequest ofRecurrence(DriftReport report, int version, long now) {
        return RetrainRequest.newBuilder(
                        request(Requester.RECURRENCE, String.join("; ", report.getReasons()), null, report, now))
                .setAction(RetrainAction.ROLLBACK)
                .setTargetVersion(version)
                .build();
    }

    private static RetrainRequest request(
            Requester requester, String reason, @Nullable Long since, DriftReport report, long now) {
        return RetrainRequest.newBuilder()
                .setLayout(report.getLayout())
                .setRequestedBy(requester)
                .setReason(reason)
                .setRequestedAt(Instant.ofEpochMilli(now))
                .setSelectionVersion(report.getSelectionVersion())
                .setSince(since == null ? null : Instant.ofEpochMilli(since))
                .setEvidence(report)
                .setFaultyChannels(report.getFaultySensors().stream()
                        .map(FaultySensor::getIndex)
                        .toList())
                .build();
    }

    private static String describeDrift(DriftReport report, DriftState state) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT,
                "error %.2f times that of the validation rows in %d records",
                report.getErrorRatio(),
                report.getRecords()));
        describeRise(report.getDetection()).ifPresent(parts::add);
        parts.add(String.format(Locale.ROOT, "channels with an error at drift level: %d", report.getDriftedChannels()));
        if (!report.getAttribution().isEmpty()) {
            parts.add("attributed to "
                    + report.getAttribution().stream()
                            .limit(NAMED_MAX)
                            .map(AttributedChannel::getName)
                            .collect(Collectors.joining(", ")));
        }
        if (state.getDriftWindows() > 1) {
            parts.add(state.getDriftWindows() + " consecutive windows at drift level");
        }
        return String.join("; ", parts);
    }

    /** Describes the rise of the error that the detector has found; empty if it has found none. */
    static Optional<String> describeRise(Detection detection) {
        return detection.getDrifted()
                ? Optional.of(String.format(
                        Locale.ROOT, "a rise from %.3e to %.3e", detection.getBefore(), detection.getAfter()))
                : Optional.empty();
    }

    /** Describes the faulty sensors of selected channels. */
    static String describeFaults(List<FaultySensor> faulty) {
        return faulty.stream()
                .filter(FaultySensor::getSelected)
                .map(sensor -> "selected channel " + sensor.getName() + " is "
                        + sensor.getFault().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Describes the errors of the active selection and of the kept version to return to. */
    static String describeReturn(int version, DriftPartial sums) {
        double records = Math.max(1, sums.getComparedErrorRecords());
        return String.format(
                Locale.ROOT,
                "version %d, which is kept, has an error of %.3e where the active selection has %.3e, on the same %d"
                        + " records",
                version,
                sums.getKeptVersions().stream()
                                .filter(kept -> kept.getVersion() == version)
                                .mapToDouble(KeptVersionSums::getErrorSum)
                                .sum()
                        / records,
                sums.getComparedErrorSum() / records,
                sums.getComparedErrorRecords());
    }
}
