package io.sensieve.streams.metrics;

import io.sensieve.DriftReport;
import io.sensieve.collection.BoundedMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificData;

/**
 * Keeps the latest drift report of each layout that this instance judges. When there are more than the maximum of
 * layouts, it evicts the layout whose report is oldest. Thread-safe.
 */
final class LatestReports {
    private final Map<String, DriftReport> reports;

    /** @param layoutsMax maximum number of layouts */
    LatestReports(int layoutsMax) {
        reports = BoundedMap.leastRecentlyUsed(layoutsMax);
    }

    synchronized void put(DriftReport report) {
        reports.put(report.getLayout(), report);
    }

    synchronized void remove(String layout) {
        reports.remove(layout);
    }

    /**
     * Writes one JSON object whose array {@code reports} is sorted by layout. NaN and infinities are strings, times are
     * ISO 8601.
     */
    String json() {
        return copy().values().stream()
                .map(SpecificData.get()::toString)
                .collect(Collectors.joining(",", "{\"reports\":[", "]}"));
    }

    private synchronized Map<String, DriftReport> copy() {
        return new TreeMap<>(reports);
    }
}
