package io.sensieve.streams.drift;

import io.sensieve.AttributedChannel;
import io.sensieve.DetectorEvidence;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Probation;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.attribution.DriftAttribution;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.drift.sensor.SensorStatistics;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes down what was found of a window, and what is asked of the trainer. */
final class DriftReportFactory {
    /** Channels that a reason names. */
    private static final int NAMED = 3;

    private final Duration window;
    private final DriftThresholds thresholds;
    private final DriftAttribution blame;

    DriftReportFactory(DriftSettings settings) {
        this.window = settings.window();
        this.thresholds = settings.thresholds();
        this.blame = new DriftAttribution(settings.thresholds(), settings.blameMax());
    }

    /**
     * What a report is made of.
     *
     * @param figures of the sums
     * @param faulty sensors, by channel
     * @param detectors what they say
     * @param open whether the window goes on
     */
    record Findings(
            DriftPartial sums,
            WindowStatistics figures,
            LoadedSelection selection,
            List<FaultySensor> faulty,
            List<DetectorEvidence> detectors,
            boolean open) {}

    /**
     * Writes a report.
     *
     * @param judgement of the window
     * @param late records that came too late since the report before
     * @param probation of the version by now; null where there is none
     */
    DriftReport report(Findings findings, VerdictPolicy.Judgement judgement, long late, @Nullable Probation probation) {
        DriftPartial sums = findings.sums();
        WindowStatistics figures = findings.figures();
        LoadedSelection selection = findings.selection();
        double[] scores =
                figures.scores(thresholds.psiDrift(), thresholds.wassersteinDrift(), thresholds.falseDiscoveries());
        int drifted = atLeastOne(DoubleStream.of(scores));
        SensorStatistics sensors = SensorStatistics.of(sums, selection);
        int[] channels = selection.model().channels();
        int driftedRebuilt = atLeastOne(DoubleStream.of(figures.channelErrors()).map(this::overThreshold))
                - atLeastOne(IntStream.of(channels).mapToDouble(i -> overThreshold(figures.channelErrors()[i])));
        long faultyRebuilt = findings.faulty().stream()
                .filter(sensor -> !sensor.getSelected())
                .count();
        long rebuilt = selection.channelCount() - channels.length - faultyRebuilt;
        return DriftReport.newBuilder()
                .setLayout(sums.getLayout())
                .setSelectionVersion(sums.getSelectionVersion())
                .setWindowStart(sums.getWindowStart())
                .setWindowEnd(sums.getWindowStart().plus(window))
                .setRecords(sums.getRecords())
                .setVerdict(judgement.verdict())
                .setReasons(judgement.reasons())
                .setErrorMean(figures.errorMean())
                .setErrorRatio(figures.errorRatio())
                .setErrorScore(figures.errorScore())
                .setErrorQuantiles(figures.errorQuantiles())
                .setPsiMax(figures.psiMax())
                .setPsiMean(figures.psiMean())
                .setWassersteinMax(figures.wassersteinMax())
                .setWassersteinMean(figures.wassersteinMean())
                .setDriftedChannels(drifted)
                .setDriftedShare((double) drifted / Math.max(1, figures.trusted()))
                .setDriftedReconstructed(driftedRebuilt)
                .setDriftedReconstructedShare((double) driftedRebuilt / Math.max(1, rebuilt))
                .setMissingShare(figures.missingShare())
                .setMissingShareAll(sensors.missing())
                .setRepeatedShare(sensors.repeated())
                .setOutOfRangeShare(sensors.outside())
                .setOutOfRangeChannels(sensors.outsideChannels())
                .setAttribution(blame.of(figures, sums, selection, findings.faulty()))
                .setFaultySensors(findings.faulty())
                .setDetectors(findings.detectors())
                .setOutOfOrderRecords(sums.getOutOfOrder())
                .setLateRecords(late)
                .setEarly(findings.open())
                .setProbation(probation)
                .build();
    }

    private double overThreshold(double ratio) {
        return ratio / thresholds.errorDrift();
    }

    private static int atLeastOne(DoubleStream scores) {
        return (int) scores.filter(score -> score >= 1).count();
    }

    /** Asks for a selection that fits the new world. */
    static RetrainRequest ofDrift(DriftReport report, DriftState state, long now) {
        return request(Requester.DRIFT, reason(report, state), state.getSince(), report, now);
    }

    private static String reason(DriftReport report, DriftState state) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT,
                "error %.2f times that of the validation rows in %d records",
                report.getErrorRatio(),
                report.getRecords()));
        rise(report.getDetectors()).ifPresent(parts::add);
        parts.add(String.format(
                Locale.ROOT,
                "moved: %d of the chosen channels, rebuilt worse: %d",
                report.getDriftedChannels(),
                report.getDriftedReconstructed()));
        if (!report.getAttribution().isEmpty()) {
            parts.add("first to blame "
                    + report.getAttribution().stream()
                            .limit(NAMED)
                            .map(AttributedChannel::getName)
                            .collect(Collectors.joining(", ")));
        }
        if (state.getDriftWindows() > 1) {
            parts.add(state.getDriftWindows() + " windows in a row");
        }
        return String.join("; ", parts);
    }

    /** What the detectors have found, in words. */
    static Optional<String> rise(List<DetectorEvidence> detectors) {
        List<DetectorEvidence> risen = detectors.stream()
                .filter(evidence -> evidence.getDrifted() && evidence.getAfter() > evidence.getBefore())
                .toList();
        return risen.stream()
                .findFirst()
                .map(first -> String.format(
                        Locale.ROOT,
                        "a rise from %.3e to %.3e, found by %s",
                        first.getBefore(),
                        first.getAfter(),
                        risen.stream()
                                .map(evidence -> evidence.getDetector().name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** Which chosen channels' sensors are at fault, in words. */
    static String broken(List<FaultySensor> faulty) {
        return faulty.stream()
                .filter(FaultySensor::getSelected)
                .map(sensor -> "chosen channel " + sensor.getName() + " is "
                        + sensor.getFault().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Asks for a selection without the faulty channels. */
    static RetrainRequest ofSensors(DriftReport report, long now) {
        return request(Requester.SENSOR, broken(report.getFaultySensors()), null, report, now);
    }

    /** Asks for the version that the failing one replaced. */
    static RetrainRequest ofProbation(DriftReport report, Probation probation, long now) {
        return request(Requester.PROBATION, worse(probation), null, report, now);
    }

    /** By how much a version does worse than the one that it replaced, in words. */
    static String worse(Probation probation) {
        return String.format(
                Locale.ROOT,
                "mean error %.6g, that of version %d on the same %d records %.6g",
                probation.getError(),
                probation.getChampionVersion(),
                probation.getRecords(),
                probation.getChampionError());
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
}
