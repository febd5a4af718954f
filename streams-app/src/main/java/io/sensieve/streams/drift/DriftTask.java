package io.sensieve.streams.drift;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.drift.window.WindowSums;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.selection.SelectionStores;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Detects drift in one task: adds partial sums to their windows, shows them to the error detector on arrival, and
 * evaluates windows as they close. Counts and drops partial sums of closed windows and replaced versions. Memory and
 * stores hold at most {@code layouts.max} layouts, see {@link TrackedLayouts}; windows, state, monitors and meters of
 * an evicted layout are removed.
 */
final class DriftTask {
    private final DriftSettings settings;
    private final SelectionCache selections;
    private final DriftMeter meter;
    private final ProcessorContext<String, SpecificRecord> context;
    private final SelectionStores selectionStores;
    private final DriftStores stores;
    private final OpenWindows windows;
    private final LayoutMonitors monitors;
    private final TrackedLayouts layouts;
    private final ClosedWindowEvaluator closedWindows;
    private final AlarmEvaluator alarms;
    private final RecurrenceEvaluator recurrences;
    private final OutageEvaluator outages;

    DriftTask(
            DriftSettings settings,
            SelectionCache selections,
            DriftMeter meter,
            ProcessorContext<String, SpecificRecord> context) {
        this.settings = settings;
        this.selections = selections;
        this.meter = meter;
        this.context = context;
        this.selectionStores = selections.stores(context);
        this.stores = DriftStores.of(context);
        this.windows = new OpenWindows(settings.window(), stores.windows(), meter, context.currentSystemTimeMs());
        this.monitors = new LayoutMonitors(settings, stores.monitors(), selections.layoutsMax());
        this.layouts = new TrackedLayouts(selections.layoutsMax(), selectionStores::isPublished, this::drop);
        VerdictPolicy policy = new VerdictPolicy(settings);
        DriftReportFactory reports = new DriftReportFactory(settings);
        DriftReporter reporter = new DriftReporter(context, policy, meter);
        this.recurrences = new RecurrenceEvaluator(reports, reporter, this::load);
        this.closedWindows = new ClosedWindowEvaluator(settings, policy, reports, reporter, recurrences);
        this.alarms = new AlarmEvaluator(reports, reporter, recurrences);
        this.outages = new OutageEvaluator(reports, reporter);
        layouts.restore(storedLayouts());
    }

    /** Removes the meters of all layouts, because another task may continue with them. */
    void close() {
        layouts.layouts().forEach(meter::forget);
    }

    private Set<String> storedLayouts() {
        Set<String> stored = new TreeSet<>(monitors.layouts());
        try (KeyValueIterator<String, DriftState> states = stores.states().all()) {
            states.forEachRemaining(entry -> stored.add(entry.key));
        }
        return stored;
    }

    private void drop(String layout) {
        windows.discard(layout);
        monitors.remove(layout);
        stores.states().delete(layout);
        meter.forget(layout);
    }

    /**
     * Adds a partial sum.
     *
     * @param timestamp latest event time of its records, in milliseconds
     */
    void process(DriftPartial partial, long timestamp) {
        String layout = partial.getLayout();
        if (!layouts.use(layout, timestamp)) {
            meter.unjudged(partial.getRecords());
            return;
        }
        long now = context.currentSystemTimeMs();
        DriftState state = stores.states().get(layout);
        if (state != null && DriftStates.isLate(state, partial)) {
            addLateRecords(state, partial);
            return;
        }
        DriftPartial sums = windows.add(partial, now);
        selection(partial, now).ifPresent(selection -> monitor(selection, partial, sums, now));
        windows.excess().ifPresent(window -> close(window, now));
    }

    private void monitor(LoadedSelection selection, DriftPartial partial, DriftPartial sums, long now) {
        LayoutMonitor monitor = monitors.of(selection);
        monitor.add(partial);
        DriftState before = state(partial);
        DriftState current = outages.evaluate(monitor, sums, before, now);
        DriftState alarmed = alarms.evaluate(monitor, sums, current, now);
        DriftState after = recurrences.evaluate(monitor, sums, alarmed, now);
        if (!after.equals(before)) {
            stores.states().put(partial.getLayout(), after);
        }
        monitors.save(monitor);
    }

    private DriftState addLateRecords(DriftState before, DriftPartial sums) {
        meter.late(sums.getRecords());
        DriftState state = DriftStates.withLateRecords(before, before.getLateRecords() + sums.getRecords());
        stores.states().put(state.getLayout(), state);
        return state;
    }

    private DriftState state(DriftPartial sums) {
        return DriftStates.atLeast(stores.states().get(sums.getLayout()), sums.getLayout(), sums.getSelectionVersion());
    }

    /** Closes the windows that are due at {@code now}, in wall-clock milliseconds. */
    void closeDueWindows(long now) {
        windows.due(layouts::eventTime, now).forEach(window -> close(window, now));
    }

    private void close(OpenWindows.Window window, long now) {
        DriftPartial sums = windows.close(window);
        if (sums == null) {
            return;
        }
        DriftState before = state(sums);
        if (before.getSelectionVersion() > sums.getSelectionVersion()) {
            addLateRecords(before, sums);
            return;
        }
        monitors.removeBefore(window.layout(), sums.getSelectionVersion());
        DriftState closed = DriftStates.withClosedWindow(before, window.start());
        Optional<LayoutMonitor> monitor = selection(sums, now).map(monitors::of);
        boolean enough = sums.getRecords() >= settings.window().minRecords();
        DriftState after = enough
                ? monitor.map(evaluated -> closedWindows.evaluate(closed, sums, evaluated, now))
                        .orElse(closed)
                : closed;
        if (!enough || monitor.isEmpty()) {
            meter.unjudged(sums.getRecords());
        }
        if (!enough && sums.getOutageRecords() > sums.getRecords()) {
            monitor.ifPresent(evaluated -> outages.report(evaluated, sums, closed, now));
        }
        monitor.ifPresent(monitors::save);
        stores.states().put(window.layout(), after);
    }

    /** The selection that projected the records of the sums; empty if it is missing or does not fit the sums. */
    private Optional<LoadedSelection> selection(DriftPartial sums, long now) {
        return load(sums.getLayout(), sums.getSelectionVersion(), now)
                .filter(selection -> WindowSums.fit(sums, selection));
    }

    private Optional<LoadedSelection> load(String layout, int version) {
        return load(layout, version, context.currentSystemTimeMs());
    }

    private Optional<LoadedSelection> load(String layout, int version, long now) {
        try {
            return Optional.of(selections.load(selectionStores, layout, version, now));
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }
}
