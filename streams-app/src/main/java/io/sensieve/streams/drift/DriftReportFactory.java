package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.streams.drift.attribution.DriftAttribution;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.drift.recurrence.KeptVersionTotals;
import io.sensieve.streams.drift.sensor.SensorStatistics;
import io.sensieve.streams.state.DriftPartial;
import java.time.Duration;
import java.util.stream.DoubleStream;

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
                .setDriftedChannels((int) DoubleStream.of(statistics.channelErrorRatios())
                        .filter(ratio -> ratio >= thresholds.errorDrift())
                        .count())
                .setAttribution(attribution.attribute(
                        statistics, hasRisen(findings), sums, findings.selection(), findings.faulty()))
                .setFaultySensors(findings.faulty())
                .setDetection(findings.detection())
                .setOutOfOrderRecords(sums.getOutOfOrderRecords())
                .setLateRecords(lateRecords)
                .setEarly(findings.early())
                .setOutageRecords(sums.getOutageRecords())
                .setComparison(KeptVersionTotals.compare(sums));
        setSensors(report, SensorStatistics.of(sums, findings.selection()));
        return report.build();
    }

    private boolean hasRisen(WindowFindings findings) {
        return findings.detection().getDrifted() || findings.statistics().errorRatio() >= thresholds.errorWarning();
    }

    private static void setSensors(DriftReport.Builder report, SensorStatistics sensors) {
        report.setMissingShare(sensors.missingShare())
                .setRepeatedShare(sensors.repeatedShare())
                .setOutOfRangeShare(sensors.outsideShare());
    }
}
