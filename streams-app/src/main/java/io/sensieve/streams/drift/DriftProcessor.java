package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Probation;
import io.sensieve.RetrainRequest;
import io.sensieve.Verdict;
import io.sensieve.codec.AvroCodec;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.drift.attribution.FaultEffect;
import io.sensieve.streams.drift.detector.ErrorDetectors;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.selection.SelectionStores;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import io.sensieve.streams.state.DriftWatch;
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

/**
 * Adds up the partial sums of all tasks, closes windows, judges them, and asks for a new selection where the world has
 * changed. A window is closed when its layout's event time is past its end and grace and nothing came for it for two
 * ticks, or when nothing came for a window's length of wall-clock time: so neither a device whose clock is ahead nor
 * one that has fallen silent decides for the others. What comes later for it is counted and dropped.
 */
public final class DriftProcessor implements Processor<String, DriftPartial, String, SpecificRecord> {
    static final String WINDOWS = "drift-windows";
    static final String STATES = "drift-states";
    static final String WATCHES = "drift-watches";

    private static final Logger LOG = LoggerFactory.getLogger(DriftProcessor.class);
    private static final int OPEN_MAX = 1_000;

    private final DriftSettings settings;
    private final SelectionCache library;
    private final DriftMeter meter;
    private final VerdictPolicy judge;
    private final DriftReportFactory reports;
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Long> eventTime = new HashMap<>();
    private @Nullable Task task;

    /** @param lastCame wall-clock milliseconds of the latest partial sum */
    private record Open(String key, String layout, long start, long lastCame) {}

    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            SelectionStores selections,
            KeyValueStore<String, DriftPartial> windows,
            KeyValueStore<String, DriftState> states,
            LayoutWatches watches) {}

    private DriftProcessor(DriftSettings settings, SelectionCache library, DriftMeter meter) {
        this.settings = settings;
        this.library = library;
        this.meter = meter;
        this.judge = new VerdictPolicy(settings);
        this.reports = new DriftReportFactory(settings);
    }

    /** One processor for each task, with the stores it needs. */
    public static ProcessorSupplier<String, DriftPartial, String, SpecificRecord> supplier(
            DriftSettings settings, SelectionCache library, DriftMeter meter) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, DriftPartial, String, SpecificRecord> get() {
                return new DriftProcessor(settings, library, meter);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return new LinkedHashSet<>(List.of(
                        store(WINDOWS, AvroCodec.of(DriftPartial.class)),
                        store(STATES, AvroCodec.of(DriftState.class)),
                        store(WATCHES, AvroCodec.of(DriftWatch.class))));
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
                context,
                library.stores(context),
                context.getStateStore(WINDOWS),
                context.getStateStore(STATES),
                new LayoutWatches(settings, context.getStateStore(WATCHES)));
        long now = context.currentSystemTimeMs();
        try (KeyValueIterator<String, DriftPartial> windows = task.windows().all()) {
            windows.forEachRemaining(entry -> opened(entry.key, entry.value, now));
        }
        context.schedule(settings.flush(), PunctuationType.WALL_CLOCK_TIME, this::closeRipe);
    }

    @Override
    public void process(Record<String, DriftPartial> record) {
        DriftPartial partial = record.value();
        if (partial == null) {
            // No task writes a tombstone, but someone who may write to the topic could.
            return;
        }
        Task task = task();
        String layout = partial.getLayout();
        eventTime.merge(layout, record.timestamp(), Math::max);
        DriftState state = task.states().get(layout);
        if (state != null && isLate(partial, state)) {
            late(state, partial);
            lookAtShadow(partial, state);
            return;
        }
        String key = key(partial);
        DriftPartial sums = task.windows().get(key);
        if (sums != null && !WindowSums.sameShape(sums, partial)) {
            meter.unjudged(sums.getRecords());
            sums = null;
        }
        DriftPartial soFar = sums == null ? WindowSums.withoutBlocks(partial) : WindowSums.add(sums, partial);
        task.windows().put(key, soFar);
        long now = task.context().currentSystemTimeMs();
        opened(key, partial, now);
        look(partial, soFar, now);
        if (open.size() > OPEN_MAX) {
            open.values().stream()
                    .min(Comparator.comparingLong(Open::lastCame))
                    .ifPresent(window -> close(window, now));
        }
    }

    /** Shows a partial sum to the detectors, and judges at once where they or the sensors ask for it. */
    private void look(DriftPartial partial, DriftPartial soFar, long now) {
        selection(partial, now).ifPresent(selection -> {
            LayoutWatch watch = task().watches().of(selection);
            watch.add(partial);
            judgeAtOnce(watch, soFar, now);
            judgeProbation(watch, partial, soFar, now);
            task().watches().keep(watch);
        });
    }

    /** Which of two versions does better on the same records has nothing to do with windows. */
    private void lookAtShadow(DriftPartial partial, DriftState state) {
        long now = task().context().currentSystemTimeMs();
        if (partial.getProbationRecords() > 0 && partial.getSelectionVersion() == state.getSelectionVersion()) {
            selection(partial, now).ifPresent(selection -> {
                LayoutWatch watch = task().watches().of(selection);
                judgeProbation(watch, partial, partial, now);
                task().watches().keep(watch);
            });
        }
    }

    private void judgeProbation(LayoutWatch watch, DriftPartial partial, DriftPartial soFar, long now) {
        Probation probation =
                watch.probation().fails(partial) ? watch.probation().known() : null;
        if (probation == null) {
            return;
        }
        DriftState state = begun(soFar.getLayout(), soFar.getSelectionVersion());
        List<FaultySensor> faulty = watch.faulty();
        DriftReportFactory.Findings findings = new DriftReportFactory.Findings(
                soFar,
                WindowStatistics.of(soFar, watch.selection(), faulty),
                watch.selection(),
                faulty,
                watch.detectors().evidence(),
                true);
        VerdictPolicy.Judgement judgement =
                new VerdictPolicy.Judgement(state.getVerdict(), List.of(DriftReportFactory.worse(probation)));
        DriftReport report = reports.report(findings, judgement, state.getLate(), probation);
        task().states().put(state.getLayout(), VerdictPolicy.late(state, 0));
        meter.reported(report);
        meter.probationFailed(report.getLayout());
        send(report.getLayout(), report, now);
        ask(DriftReportFactory.ofProbation(report, probation, now), List.of(), watch, now);
    }

    private void judgeAtOnce(LayoutWatch watch, DriftPartial soFar, long now) {
        DriftState before = begun(soFar.getLayout(), soFar.getSelectionVersion());
        boolean risen = watch.risen() && before.getVerdict() != Verdict.DRIFT;
        List<FaultySensor> faulty = watch.faulty();
        boolean broken = watch.asks(faulty, now);
        if (!risen && !broken) {
            return;
        }
        DriftPartial recent = risen ? watch.changed() : watch.recent();
        DriftPartial sums = recent == null ? soFar : watch.withUsualBatches(recent);
        boolean drift = risen && !isFaultOfSensors(watch, sums);
        if (!drift && !broken) {
            return;
        }
        DriftState state = drift
                ? VerdictPolicy.drifted(before, watch.detectors().since().orElse(now))
                : VerdictPolicy.warned(before);
        DriftReportFactory.Findings findings = new DriftReportFactory.Findings(
                sums,
                WindowStatistics.of(sums, watch.selection(), faulty),
                watch.selection(),
                faulty,
                watch.detectors().evidence(),
                true);
        List<String> reasons = new ArrayList<>();
        if (drift) {
            DriftReportFactory.rise(findings.detectors()).ifPresent(reasons::add);
        }
        if (broken) {
            reasons.add(DriftReportFactory.broken(faulty));
        }
        VerdictPolicy.Judgement judgement = new VerdictPolicy.Judgement(state.getVerdict(), List.copyOf(reasons));
        DriftReport report = reports.report(
                findings, judgement, state.getLate(), watch.probation().known());
        meter.reported(report);
        task().states().put(state.getLayout(), answer(report, before, state, watch, now));
    }

    private static boolean isFaultOfSensors(LayoutWatch watch, DriftPartial sums) {
        List<FaultySensor> suspects = new ArrayList<>(watch.faulty());
        suspects.addAll(watch.rebuilt().suspects(sums));
        return FaultEffect.account(suspects, sums, watch.selection()).explain();
    }

    /** What is known of a layout, at least that it has come to {@code version}. */
    private DriftState begun(String layout, int version) {
        DriftState before = task().states().get(layout);
        if (before == null) {
            return VerdictPolicy.nothing(layout, version);
        }
        return before.getSelectionVersion() < version
                ? VerdictPolicy.late(VerdictPolicy.nothing(layout, version), before.getLate())
                : before;
    }

    private static boolean isLate(DriftPartial partial, DriftState state) {
        return partial.getSelectionVersion() < state.getSelectionVersion()
                || (partial.getSelectionVersion() == state.getSelectionVersion()
                        && VerdictPolicy.isClosed(
                                state, partial.getWindowStart().toEpochMilli()));
    }

    private void late(DriftState state, DriftPartial sums) {
        meter.late(sums.getRecords());
        task().states().put(state.getLayout(), VerdictPolicy.late(state, state.getLate() + sums.getRecords()));
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
        DriftState before = begun(layout, version);
        if (before.getSelectionVersion() > version) {
            late(before, sums);
            return;
        }
        task.watches().forgetBefore(layout, version);
        DriftState closed = VerdictPolicy.closed(before, window.start());
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
        LayoutWatch watch = task().watches().of(selection);
        List<FaultySensor> faulty = new ArrayList<>(watch.faulty());
        faulty.addAll(watch.rebuilt().faulty(sums));
        faulty.sort(Comparator.comparingInt(FaultySensor::getIndex));
        // A window has few pairs of its longer batches: what many windows show is surer.
        WindowStatistics figures = WindowStatistics.of(sums, selection, faulty, watch.withUsualBatches(sums));
        ErrorDetectors detectors = watch.detectors();
        Optional<Long> since = detectors.since();
        boolean gone = !detectors.matters(figures.errorMean());
        if (gone && since.isPresent() && sums.getWindowStart().toEpochMilli() >= since.get()) {
            detectors.clear();
        }
        long end = sums.getWindowStart().plus(settings.window()).toEpochMilli();
        VerdictPolicy.Judgement level =
                judge.level(figures, detectors.risen() && !gone, FaultEffect.account(faulty, sums, selection));
        DriftReportFactory.Findings findings = new DriftReportFactory.Findings(
                sums, figures, selection, List.copyOf(faulty), detectors.evidence(), false);
        DriftState state;
        if (judge.isBeforeDrift(before, sums.getWindowStart().toEpochMilli())) {
            DriftReport report = reports.report(
                    findings,
                    VerdictPolicy.before(level),
                    before.getLate(),
                    watch.probation().known());
            send(report.getLayout(), report, now);
            state = VerdictPolicy.late(before, 0);
        } else {
            DriftState after = judge.after(before, level.verdict(), since.orElse(end));
            DriftReport report = reports.report(
                    findings,
                    judge.verdict(after, level),
                    after.getLate(),
                    watch.probation().known());
            meter.reported(report);
            state = answer(report, before, after, watch, now);
        }
        task().watches().keep(watch);
        return state;
    }

    /** Sends a report, and a request where one is due; what the judge remembers from then on. */
    private DriftState answer(DriftReport report, DriftState before, DriftState after, LayoutWatch watch, long now) {
        if (before.getVerdict() != report.getVerdict()) {
            log(report, before.getVerdict());
        }
        send(report.getLayout(), report, now);
        List<FaultySensor> broken = report.getFaultySensors().stream()
                .filter(FaultySensor::getSelected)
                .toList();
        DriftState state = VerdictPolicy.late(after, 0);
        if (judge.asks(state, now)) {
            state = VerdictPolicy.requested(state, now);
            ask(DriftReportFactory.ofDrift(report, state, now), broken, watch, now);
        } else if (watch.asks(broken, now)) {
            ask(DriftReportFactory.ofSensors(report, now), broken, watch, now);
        }
        return state;
    }

    private void ask(RetrainRequest request, List<FaultySensor> broken, LayoutWatch watch, long now) {
        meter.retrainRequested(request.getLayout());
        send(request.getLayout(), request, now);
        if (!broken.isEmpty()) {
            watch.asked(broken, now);
        }
    }

    private void send(String layout, SpecificRecord value, long now) {
        task().context().forward(new Record<>(layout, value, Math.max(0, now)));
    }

    /** The selection that the sums are of; empty where it cannot be had any more. */
    private Optional<LoadedSelection> selection(DriftPartial sums, long now) {
        try {
            LoadedSelection selection =
                    library.load(task().selections(), sums.getLayout(), sums.getSelectionVersion(), now);
            return WindowSums.fit(sums, selection) ? Optional.of(selection) : Optional.empty();
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
                .addKeyValue("reasons", String.join("; ", report.getReasons()))
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
