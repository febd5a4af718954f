package io.sensieve.streams.metrics;

import io.sensieve.DriftReport;
import io.sensieve.collection.BoundedMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificData;

/**
 * The latest drift report of each layout that this instance judges, of at most so many layouts: those that were
 * reported last. Used by several threads.
 */
final class LatestReports {
    private final Map<String, DriftReport> reports;

    /** @param layoutsMax most layouts that are kept */
    LatestReports(int layoutsMax) {
        reports = BoundedMap.leastRecentlyUsed(layoutsMax);
    }

    synchronized void put(DriftReport report) {
        reports.put(report.getLayout(), report);
    }

    synchronized void forget(String layout) {
        reports.remove(layout);
    }

    /** One object, {@code reports} in it, by layout; NaN and infinities are strings, times are ISO 8601. */
    String json() {
        return known().values().stream()
                .map(SpecificData.get()::toString)
                .collect(Collectors.joining(",", "{\"reports\":[", "]}"));
    }

    private synchronized Map<String, DriftReport> known() {
        return new TreeMap<>(reports);
    }
}
