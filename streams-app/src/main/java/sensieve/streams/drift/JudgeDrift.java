package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensieve.DriftPartial;
import sensieve.DriftReport;
import sensieve.DriftState;
import sensieve.Verdict;
import sensieve.codec.AvroCodec;
import sensieve.model.LoadedSelection;
import sensieve.model.RefusedSelectionException;
import sensieve.streams.selection.SelectionLibrary;
import sensieve.streams.selection.SelectionStores;

/**
 * Adds up the partial sums of all tasks, closes windows, judges them, and asks for a new selection where the world has
 * changed. A window is closed when its layout's event time is past its end and grace and nothing came for it for two
 * ticks, or when nothing came for a window's length of wall-clock time: so neither a device whose clock is ahead nor
 * one that has fallen silent decides for the others. What comes later for it is counted and dropped.
 */
public final class JudgeDrift implements Processor<String, DriftPartial, String, SpecificRecord> {
    static final String WINDOWS = "drift-windows";
    static final String STATES = "drift-states";

    private static final Logger LOG = LoggerFactory.getLogger(JudgeDrift.class);
    private static final int OPEN_MAX = 1_000;

    private final DriftSettings settings;
    private final SelectionLibrary library;
    private final DriftMeter meter;
    private final DriftJudge judge;
    private final DriftReports reports;
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Long> eventTime = new HashMap<>();
    private @Nullable Task task;

    /** @param lastCame wall-clock milliseconds of the latest partial sum */
    private record Open(String key, String layout, long start, long lastCame) {}

    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            SelectionStores selections,
            KeyValueStore<String, DriftPartial> windows,
            KeyValueStore<String, DriftState> states) {}

    private JudgeDrift(DriftSettings settings, SelectionLibrary library, DriftMeter meter) {
        this.settings = settings;
        this.library = library;
        this.meter = meter;
        this.judge = new DriftJudge(settings);
        this.reports = new DriftReports(settings);
    }

    /** One processor for each task, with the stores it needs. */
    public static ProcessorSupplier<String, DriftPartial, String, SpecificRecord> supplier(
            DriftSettings settings, SelectionLibrary library, DriftMeter meter) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, DriftPartial, String, SpecificRecord> get() {
                return new JudgeDrift(settings, library, meter);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return new LinkedHashSet<>(List.of(
                        store(WINDOWS, AvroCodec.of(DriftPartial.class)),
                        store(STATES, AvroCodec.of(DriftState.class))));
            }
        };
    }

    private static <T extends SpecificRecord> StoreBuilder<KeyValueStore<String, T>> store(
            String name, AvroCodec<T> codec) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), codec.serde())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        task = new Task(
                context, new SelectionStores(context), context.getStateStore(WINDOWS), context.getStateStore(STATES));
        long now = context.currentSystemTimeMs();
        try (KeyValueIterator<String, DriftPartial> windows = task.windows().all()) {
            windows.forEachRemaining(entry -> opened(entry.key, entry.value, now));
        }
        context.schedule(settings.flush(), PunctuationType.WALL_CLOCK_TIME, this::closeRipe);
    }

    @Override
    public void process(Record<String, DriftPartial> record) {
        Task task = task();
        DriftPartial partial = record.value();
        String layout = partial.getLayout();
        eventTime.merge(layout, record.timestamp(), Math::max);
        DriftState state = task.states().get(layout);
        if (state != null && isLate(partial, state)) {
            late(state, partial);
            return;
        }
        String key = key(partial);
        DriftPartial sums = task.windows().get(key);
        if (sums != null && !DriftSums.sameShape(sums, partial)) {
            meter.unjudged(sums.getRecords());
            sums = null;
        }
        task.windows().put(key, sums == null ? partial : DriftSums.add(sums, partial));
        opened(key, partial, task.context().currentSystemTimeMs());
        if (open.size() > OPEN_MAX) {
            open.values().stream()
                    .min(Comparator.comparingLong(Open::lastCame))
                    .ifPresent(window -> close(window, task.context().currentSystemTimeMs()));
        }
    }

    private static boolean isLate(DriftPartial partial, DriftState state) {
        return partial.getSelectionVersion() < state.getSelectionVersion()
                || (partial.getSelectionVersion() == state.getSelectionVersion()
                        && DriftJudge.isClosed(state, partial.getWindowStart().toEpochMilli()));
    }

    private void late(DriftState state, DriftPartial sums) {
        meter.late(sums.getRecords());
        task().states().put(state.getLayout(), DriftJudge.late(state, state.getLate() + sums.getRecords()));
    }

    @Override
    public void close() {
        eventTime.keySet().forEach(meter::forget);
    }

    private void closeRipe(long now) {
        List<Open> ripe = new ArrayList<>();
        for (Open window : open.values()) {
            long end = window.start() + settings.window().toMillis();
            long quiet = now - window.lastCame();
            boolean passed = eventTime.getOrDefault(window.layout(), Long.MIN_VALUE)
                    >= end + settings.grace().toMillis();
            if ((passed && quiet >= settings.quiet().toMillis())
                    || quiet >= settings.idle().toMillis()) {
                ripe.add(window);
            }
        }
        ripe.sort(Comparator.comparing(Open::key));
        ripe.forEach(window -> close(window, now));
    }

    private void close(Open window, long now) {
        Task task = task();
        DriftPartial sums = task.windows().delete(window.key());
        open.remove(window.key());
        if (sums == null) {
            return;
        }
        String layout = window.layout();
        int version = sums.getSelectionVersion();
        DriftState before = task.states().get(layout);
        if (before == null) {
            before = DriftJudge.nothing(layout, version);
        } else if (before.getSelectionVersion() < version) {
            before = DriftJudge.late(DriftJudge.nothing(layout, version), before.getLate());
        } else if (before.getSelectionVersion() > version) {
            late(before, sums);
            return;
        }
        DriftState closed = DriftJudge.closed(before, window.start());
        Optional<LoadedSelection> selection =
                sums.getRecords() < settings.minRecords() ? Optional.empty() : selection(sums, now);
        if (selection.isEmpty()) {
            meter.unjudged(sums.getRecords());
        }
        task.states()
                .put(
                        layout,
                        selection
                                .map(fitting -> judge(closed, sums, fitting, now))
                                .orElse(closed));
    }

    /** Reports a closed window; what the judge remembers from then on. */
    private DriftState judge(DriftState before, DriftPartial sums, LoadedSelection selection, long now) {
        ProcessorContext<String, SpecificRecord> context = task().context();
        String layout = sums.getLayout();
        DriftFigures figures = DriftFigures.of(sums, selection.selection());
        long end = sums.getWindowStart().plus(settings.window()).toEpochMilli();
        DriftState state = judge.after(before, judge.level(figures), end);
        DriftReport report = reports.report(sums, figures, selection, state);
        if (before.getVerdict() != report.getVerdict()) {
            log(report, before.getVerdict());
        }
        meter.reported(report);
        context.forward(new Record<>(layout, report, Math.max(0, now)));
        state = DriftJudge.late(state, 0);
        if (judge.asks(state, now)) {
            state = DriftJudge.requested(state, now);
            meter.retrainRequested(layout);
            context.forward(new Record<>(layout, DriftReports.request(report, state, now), Math.max(0, now)));
        }
        return state;
    }

    /** The selection that the sums are of; empty where it cannot be had any more. */
    private Optional<LoadedSelection> selection(DriftPartial sums, long now) {
        try {
            LoadedSelection selection =
                    library.load(task().selections(), sums.getLayout(), sums.getSelectionVersion(), now);
            return DriftSums.fit(sums, selection) ? Optional.of(selection) : Optional.empty();
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }

    private static void log(DriftReport report, Verdict before) {
        LOG.atInfo()
                .addKeyValue("layout", report.getLayout())
                .addKeyValue("selectionVersion", report.getSelectionVersion())
                .addKeyValue("before", before)
                .addKeyValue("verdict", report.getVerdict())
                .addKeyValue("errorRatio", report.getErrorRatio())
                .addKeyValue("psiMax", report.getPsiMax())
                .log("drift verdict changed");
    }

    private void opened(String key, DriftPartial partial, long now) {
        open.put(
                key, new Open(key, partial.getLayout(), partial.getWindowStart().toEpochMilli(), now));
    }

    /** Sorts by layout, then version, then time; event times are not negative here. */
    private static String key(DriftPartial partial) {
        return String.format(
                Locale.ROOT,
                "%s/%010d/%019d",
                partial.getLayout(),
                partial.getSelectionVersion(),
                partial.getWindowStart().toEpochMilli());
    }

    private Task task() {
        return Objects.requireNonNull(task, "init comes first");
    }
}
