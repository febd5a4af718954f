package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.attribution.DriftAttribution;
import io.sensieve.streams.drift.distribution.DriftThresholds;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.drift.recurrence.KeptVersionTotals;
import io.sensieve.streams.drift.sensor.SensorStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Creates drift reports from the findings on a window. */
final class DriftReportFactory {
    private final Duration windowLength;
    private final DriftThresholds thresholds;
    private final DriftAttribution attribution;

    DriftReportFactory(DriftSettings settings) {
        this.windowLength = settings.window().length();
        this.thresholds = settings.thresholds();
        this.attribution = new DriftAttribution(settings.thresholds(), settings.attributionMax());
    }

    /**
     * Creates a report.
     *
     * @param lateRecords late records since the previous report
     */
    DriftReport create(WindowFindings findings, VerdictPolicy.Judgement judgement, long lateRecords) {
        DriftPartial sums = findings.sums();
        WindowStatistics statistics = findings.statistics();
        DriftReport.Builder report = DriftReport.newBuilder()
                .setLayout(sums.getLayout())
                .setSelectionVersion(sums.getSelectionVersion())
                .setWindowStart(sums.getWindowStart())
                .setWindowEnd(sums.getWindowStart().plus(windowLength))
                .setRecords(sums.getRecords())
                .setVerdict(judgement.verdict())
                .setReasons(judgement.reasons())
                .setErrorMean(statistics.errorMean())
                .setErrorRatio(statistics.errorRatio())
                .setErrorScore(statistics.errorScore())
                .setPsiMax(statistics.psiMax())
                .setWassersteinMax(statistics.wassersteinMax())
                .setAttribution(attribution.attribute(statistics, sums, findings.selection(), findings.faulty()))
                .setFaultySensors(findings.faulty())
                .setDetection(findings.detection())
                .setOutOfOrderRecords(sums.getOutOfOrderRecords())
                .setLateRecords(lateRecords)
                .setEarly(findings.early())
                .setOutageRecords(sums.getOutageRecords())
                .setComparison(KeptVersionTotals.compare(sums));
        setDriftedChannels(report, findings);
        setSensors(report, SensorStatistics.of(sums, findings.selection()));
        return report.build();
    }

    private void setDriftedChannels(DriftReport.Builder report, WindowFindings findings) {
        WindowStatistics statistics = findings.statistics();
        LoadedSelection selection = findings.selection();
        double[] ratios = statistics.channelErrorRatios();
        int[] selected = selection.model().channels();
        int drifted = WindowStatistics.countReached(statistics.scores(
                thresholds.psiDrift(), thresholds.wassersteinDrift(), thresholds.falseDiscoveryRate()));
        int driftedReconstructed = countDrifted(DoubleStream.of(ratios))
                - countDrifted(IntStream.of(selected).mapToDouble(channel -> ratios[channel]));
        report.setDriftedChannels(drifted)
                .setDriftedShare((double) drifted / Math.max(1, statistics.trustedChannels()))
                .setDriftedReconstructed(driftedReconstructed);
    }

    private int countDrifted(DoubleStream errorRatios) {
        return WindowStatistics.countReached(
                errorRatios.map(ratio -> ratio / thresholds.errorDrift()).toArray());
    }

    private static void setSensors(DriftReport.Builder report, SensorStatistics sensors) {
        report.setMissingShare(sensors.missingShare())
                .setRepeatedShare(sensors.repeatedShare())
                .setOutOfRangeShare(sensors.outsideShare());
    }
}
