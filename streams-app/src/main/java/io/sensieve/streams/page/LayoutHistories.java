package io.sensieve.streams.page;

import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Keeps the history of each layout that this instance works on. When there are more than the maximum of layouts, it
 * evicts the layout that was updated longest ago. A layout takes about 300 kB when its history is full, and at most 1
 * MB if texts are long. Thread-safe.
 */
public final class LayoutHistories {
    private final Map<String, LayoutHistory> layouts;
    private final InstantSource clock;

    /**
     * @param layoutsMax maximum number of layouts
     * @param clock time of the events
     */
    public LayoutHistories(int layoutsMax, InstantSource clock) {
        this.layouts = BoundedMap.leastRecentlyUsed(layoutsMax);
        this.clock = clock;
    }

    /** Adds a drift report that this instance has made. */
    public void reported(DriftReport report) {
        update(report.getLayout(), (history, now) -> history.report(report, now));
    }

    /** Adds a request that this instance has sent. */
    public void requested(RetrainRequest request) {
        update(request.getLayout(), (history, now) -> history.request(request, now));
    }

    /**
     * Adds the switch to a new active selection.
     *
     * @param before the previous active selection, if it is known
     */
    public void switched(LoadedSelection active, Optional<LoadedSelection> before) {
        Selection selection = active.selection();
        update(
                selection.getLayout(),
                (history, now) -> history.activate(selection, before.map(LoadedSelection::selection), now));
    }

    /** Adds the refusal of a version; of a pointer if {@code version} is 0. */
    public void refused(String layout, int version, RefusedSelectionException.Reason reason) {
        update(layout, (history, now) -> history.refuse(version, reason, now));
    }

    /** Removes the reports of a layout, which this instance no longer judges. */
    public synchronized void forgetReports(String layout) {
        LayoutHistory history = layouts.get(layout);
        if (history != null) {
            history.forgetReports();
            if (history.isEmpty()) {
                layouts.remove(layout);
            }
        }
    }

    private synchronized void update(String layout, BiConsumer<LayoutHistory, Instant> change) {
        change.accept(layouts.computeIfAbsent(layout, name -> new LayoutHistory()), clock.instant());
    }

    /** The latest report of each layout, sorted by layout. */
    public synchronized Map<String, DriftReport> latestReports() {
        Map<String, DriftReport> reports = new TreeMap<>();
        layouts.forEach((layout, history) -> history.latest().ifPresent(report -> reports.put(layout, report)));
        return reports;
    }

    /** All layouts, sorted by name. */
    synchronized Map<String, LayoutHistory.Snapshot> all() {
        Map<String, LayoutHistory.Snapshot> all = new TreeMap<>();
        layouts.forEach((layout, history) -> all.put(layout, history.snapshot()));
        return all;
    }

    synchronized Optional<LayoutHistory.Snapshot> find(String layout) {
        return Optional.ofNullable(layouts.get(layout)).map(LayoutHistory::snapshot);
    }

    Instant now() {
        return clock.instant();
    }
}
