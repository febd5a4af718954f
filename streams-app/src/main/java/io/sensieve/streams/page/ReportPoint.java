package io.sensieve.streams.page;

import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.VersionComparison;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one window that the page shows over time. About 400 bytes with five kept versions.
 *
 * @param records records outside of an outage
 * @param outageRecords records of an outage
 * @param error mean normalised error; NaN if unknown
 * @param errorRatio {@code error} divided by that of the validation rows; NaN if unknown
 * @param coverage share of all records' values that are present and outside of an outage; NaN without records
 * @param comparison errors of the active selection and of the kept versions on the same records, if any was compared
 */
record ReportPoint(
        Instant start,
        Instant end,
        int version,
        Verdict verdict,
        long records,
        long outageRecords,
        double error,
        double errorRatio,
        double coverage,
        @Nullable VersionComparison comparison) {
    static ReportPoint of(DriftReport report) {
        long records = report.getRecords();
        double present = records == 0 ? 0 : records * (1 - report.getMissingShare());
        boolean known = records > 0;
        return new ReportPoint(
                report.getWindowStart(),
                report.getWindowEnd(),
                report.getSelectionVersion(),
                report.getVerdict(),
                records,
                report.getOutageRecords(),
                known ? report.getErrorMean() : Double.NaN,
                known ? report.getErrorRatio() : Double.NaN,
                present / (records + report.getOutageRecords()),
                report.getComparison());
    }
}
