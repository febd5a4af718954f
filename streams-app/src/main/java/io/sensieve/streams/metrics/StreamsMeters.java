package io.sensieve.streams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.sensieve.AttributedChannel;
import io.sensieve.DetectorEvidence;
import io.sensieve.DriftReport;
import io.sensieve.Probation;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.drift.DriftMeter;
import io.sensieve.streams.record.DeadLetterReason;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.selection.SelectionListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The app's own meters. Labels are bounded: a layout beyond {@code layouts.max} is counted as {@code other}, reasons
 * are enumerations, and of the channels only the best spares and those that the latest report blames have a series.
 */
public final class StreamsMeters implements RecordMeter, SelectionListener, DriftMeter {
    private static final String OTHER = "other";
    private static final int SPARES_SHOWN = 10;
    private static final String PROBATION_RATIO = "sensieve.probation.error.ratio";
    private static final double[] ERROR_BUCKETS = {
        1e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2, 1.5e-2, 2e-2, 3e-2, 5e-2, 1e-1, 1
    };

    private final MeterRegistry registry;
    private final int layoutsMax;
    /** Prometheus's own histogram: Micrometer's rounds a value up to a whole number before it picks the bucket. */
    private final Histogram errors;

    private final ChannelGauge blamed;
    private final ChannelGauge spares;

    private final Counter received;
    private final Counter late;
    private final Counter outOfOrder;
    private final Counter unjudged;
    private final AtomicLong pending = new AtomicLong();
    private final Map<String, LayoutMeters> layouts = new ConcurrentHashMap<>();
    private final LatestReports latest;

    /** Meters of one layout. */
    private static final class LayoutMeters {
        private final String name;
        private final Counter reduced;
        private final Counter rebuilt;
        private final DistributionDataPoint error;
        private final Map<String, Gauged> gauges = new ConcurrentHashMap<>();

        LayoutMeters(String name, MeterRegistry registry, DistributionDataPoint error) {
            this.name = name;
            this.error = error;
            reduced = Counter.builder("sensieve.records.reduced")
                    .description("Records projected to their chosen channels.")
                    .tag("layout", name)
                    .register(registry);
            rebuilt = Counter.builder("sensieve.records.reconstructed")
                    .description("Records rebuilt from their chosen channels.")
                    .tag("layout", name)
                    .register(registry);
        }
    }

    /** A value that one thread sets and another shows. */
    private static final class Held {
        private volatile double value;
    }

    private record Gauged(Held held, Meter meter) {}

    /** @param layoutsMax most layouts that have series of their own */
    public StreamsMeters(PrometheusMeterRegistry registry, int layoutsMax) {
        this.registry = registry;
        this.layoutsMax = layoutsMax;
        this.latest = new LatestReports(layoutsMax);
        errors = Histogram.builder()
                .name("sensieve_reconstruction_error")
                .help("Normalised reconstruction error of records.")
                .labelNames("layout")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(ERROR_BUCKETS)
                .register(registry.getPrometheusRegistry());
        blamed = new ChannelGauge(
                registry.getPrometheusRegistry(),
                "sensieve_drift_attribution",
                "Channels that the latest report blames: figure over its threshold.",
                "layout",
                "channel",
                "signal");
        spares = new ChannelGauge(
                registry.getPrometheusRegistry(),
                "sensieve_selection_spare_rank",
                "Best channels that are not chosen: 1 is the next best.",
                "layout",
                "channel");
        received = Counter.builder("sensieve.records.in")
                .description("Records read from sensor.records.")
                .register(registry);
        late = Counter.builder("sensieve.drift.late.records")
                .description(
                        "Records left out of the drift reports because their window was closed or their version replaced.")
                .register(registry);
        outOfOrder = Counter.builder("sensieve.drift.out.of.order.records")
                .description("Records that came after one of their partition and layout with a later event time.")
                .register(registry);
        unjudged = Counter.builder("sensieve.drift.unjudged.records")
                .description(
                        "Records in no drift report: too far ahead, of too small a window, or their selection is gone.")
                .register(registry);
        Gauge.builder("sensieve.records.buffered", pending, AtomicLong::doubleValue)
                .description("Records that wait for the first selection of their layout.")
                .register(registry);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            dead(reason, 0);
        }
    }

    /** The latest reports as JSON. */
    public String latestReports() {
        return latest.json();
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void reduced(String layout) {
        of(layout).reduced.increment();
    }

    @Override
    public void dead(DeadLetterReason reason) {
        dead(reason, 1);
    }

    private void dead(DeadLetterReason reason, double count) {
        Counter.builder("sensieve.records.dead.lettered")
                .description("Records sent to sensor.dead-letters.")
                .tag("reason", reason.label())
                .register(registry)
                .increment(count);
    }

    @Override
    public void pending(int change) {
        pending.addAndGet(change);
    }

    @Override
    public void rebuilt(String layout, float error) {
        LayoutMeters meters = of(layout);
        meters.rebuilt.increment();
        if (Float.isFinite(error)) {
            meters.error.observe(error);
        }
    }

    @Override
    public void late(long records) {
        late.increment((double) records);
    }

    @Override
    public void outOfOrder(long records) {
        outOfOrder.increment((double) records);
    }

    @Override
    public void unjudged(long records) {
        unjudged.increment((double) records);
    }

    @Override
    public void switched(
            LoadedSelection selection, Optional<LoadedSelection> before, Optional<Duration> sincePublished) {
        LayoutMeters meters = of(selection.selection().getLayout());
        set(meters, "sensieve.selection.version", "Version of the selection in force.", selection.version());
        chosen(meters, selection.selection());
        double createdAt = selection.selection().getProvenance().getCreatedAt().toEpochMilli() / 1000.0;
        if (set(meters, "sensieve.selection.created.seconds", "When the selection in force was made.", createdAt)) {
            Held value = gauge(meters, "sensieve.selection.created.seconds").held();
            TimeGauge.builder(
                            "sensieve.selection.age",
                            value,
                            TimeUnit.SECONDS,
                            made -> registry.config().clock().wallTime() / 1000.0 - made.value)
                    .description("Time since the selection in force was made.")
                    .tag("layout", meters.name)
                    .register(registry);
        }
        Counter.builder("sensieve.selection.switches")
                .description("Selections that came into force.")
                .tag("layout", meters.name)
                .register(registry)
                .increment();
        before.ifPresent(old -> set(
                meters,
                "sensieve.selection.churn.channels",
                "Chosen channels that the selection before did not have.",
                churn(old, selection)));
        sincePublished.ifPresent(time -> Timer.builder("sensieve.selection.first.use")
                .description("Time from a selection's publication to its first use.")
                .tag("layout", meters.name)
                .register(registry)
                .record(time));
    }

    private void chosen(LayoutMeters meters, Selection selection) {
        set(
                meters,
                "sensieve.selection.channels",
                "Channels that the selection in force has chosen.",
                selection.getChannels().size());
        set(
                meters,
                "sensieve.selection.spares",
                "Ranked channels beside the chosen ones that could stand in for them.",
                selection.getSpares().size());
        set(
                meters,
                "sensieve.selection.validation.error",
                "Mean normalised error of the validation rows of the selection in force.",
                selection.getValidation().getMean());
        List<SelectedChannel> ranked = selection.getSpares();
        spares.show(
                meters.name,
                IntStream.range(0, Math.min(SPARES_SHOWN, ranked.size()))
                        .mapToObj(i ->
                                new ChannelGauge.Entry(List.of(ranked.get(i).getName()), i + 1))
                        .toList());
    }

    @Override
    public void refused(String layout, int version, RefusedSelectionException.Reason reason) {
        Counter.builder("sensieve.selection.refused")
                .description("Selections that must not be used, and were not.")
                .tag("layout", of(layout).name)
                .tag("reason", reason.label())
                .register(registry)
                .increment();
    }

    @Override
    public void retrainRequested(String layout) {
        Counter.builder("sensieve.retrain.requests")
                .description(
                        "New selections asked for: because of drift, a faulty sensor, or a new version that is worse.")
                .tag("layout", of(layout).name)
                .register(registry)
                .increment();
    }

    @Override
    public void probationFailed(String layout) {
        Counter.builder("sensieve.probation.failed")
                .description("Versions that did worse than the one that they replaced.")
                .tag("layout", of(layout).name)
                .register(registry)
                .increment();
    }

    @Override
    public void reported(DriftReport report) {
        latest.put(report);
        LayoutMeters meters = of(report.getLayout());
        set(
                meters,
                "sensieve.drift.error.ratio",
                "Window's mean error over that of the validation rows.",
                report.getErrorRatio());
        set(
                meters,
                "sensieve.drift.score",
                "Window's mean error in standard deviations of the validation rows.",
                report.getErrorScore());
        set(meters, "sensieve.drift.verdict", "0 stable, 1 warning, 2 drift.", level(report.getVerdict()));
        set(
                meters,
                "sensieve.drifted.channels",
                "Chosen channels whose distribution has moved.",
                report.getDriftedChannels());
        set(meters, "sensieve.drift.psi.max", "Largest stability index of the chosen channels.", report.getPsiMax());
        set(
                meters,
                "sensieve.drift.wasserstein.max",
                "Largest distance of a chosen channel's distribution, in standard deviations of the reference.",
                report.getWassersteinMax());
        set(
                meters,
                "sensieve.drift.reconstructed.channels",
                "Rebuilt channels whose error has reached its threshold.",
                report.getDriftedReconstructed());
        sensors(meters, report);
        probation(meters, report.getProbation());
        report.getDetectors().forEach(evidence -> detector(meters, evidence));
        blame(meters, report.getAttribution());
    }

    private void sensors(LayoutMeters meters, DriftReport report) {
        set(meters, "sensieve.drift.missing.share", "Share of missing values.", report.getMissingShareAll());
        set(
                meters,
                "sensieve.drift.repeated.share",
                "Share of the chosen channels' values that equal the device's one before; NaN where unknown.",
                orUnknown(report.getRepeatedShare()));
        set(
                meters,
                "sensieve.drift.outside.share",
                "Share of the chosen channels' values outside the reference's range; NaN where unknown.",
                orUnknown(report.getOutsideShare()));
        set(
                meters,
                "sensieve.drift.faulty.sensors",
                "Channels whose sensors are dead or stuck.",
                report.getFaulty().size());
    }

    private void probation(LayoutMeters meters, @Nullable Probation probation) {
        if (probation == null) {
            remove(meters, PROBATION_RATIO);
        } else {
            set(
                    meters,
                    PROBATION_RATIO,
                    "Mean error of a version on probation over that of the one that it replaced, on the same records.",
                    probation.getError() / probation.getChampionError());
        }
    }

    private void remove(LayoutMeters meters, String name) {
        Gauged gone = meters.gauges.remove(name);
        if (gone != null) {
            registry.remove(gone.meter());
        }
    }

    private static double orUnknown(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private void detector(LayoutMeters meters, DetectorEvidence evidence) {
        set(
                meters,
                "sensieve.drift.detector." + evidence.getDetector().name().toLowerCase(Locale.ROOT),
                "What the detector of the error has found over its threshold: 1 or more is a rise.",
                evidence.getStatistic() / evidence.getThreshold());
    }

    @Override
    public void forget(String layout) {
        latest.forget(layout);
        LayoutMeters meters = of(layout);
        blame(meters, List.of());
        meters.gauges.keySet().stream()
                .filter(name -> name.startsWith("sensieve.drift") || name.equals(PROBATION_RATIO))
                .toList()
                .forEach(name -> remove(meters, name));
    }

    private void blame(LayoutMeters meters, List<AttributedChannel> channels) {
        blamed.show(
                meters.name,
                channels.stream()
                        .map(channel -> new ChannelGauge.Entry(
                                List.of(
                                        channel.getName(),
                                        channel.getSignal().name().toLowerCase(Locale.ROOT)),
                                channel.getScore()))
                        .toList());
    }

    private static double level(Verdict verdict) {
        return switch (verdict) {
            case STABLE -> 0;
            case WARNING -> 1;
            case DRIFT -> 2;
        };
    }

    private static int churn(LoadedSelection before, LoadedSelection after) {
        Set<Integer> old = new HashSet<>();
        before.selection().getChannels().forEach(channel -> old.add(channel.getIndex()));
        int changed = 0;
        for (SelectedChannel channel : after.selection().getChannels()) {
            changed += old.contains(channel.getIndex()) ? 0 : 1;
        }
        return changed;
    }

    /** Sets a gauge; true where it is new. */
    private boolean set(LayoutMeters meters, String name, String description, double value) {
        Gauged gauged = meters.gauges.get(name);
        if (gauged != null) {
            gauged.held().value = value;
            return false;
        }
        Held holder = new Held();
        holder.value = value;
        Meter meter = Gauge.builder(name, holder, held -> held.value)
                .description(description)
                .tag("layout", meters.name)
                .strongReference(true)
                .register(registry);
        meters.gauges.put(name, new Gauged(holder, meter));
        return true;
    }

    private static Gauged gauge(LayoutMeters meters, String name) {
        return Objects.requireNonNull(meters.gauges.get(name));
    }

    private LayoutMeters of(String layout) {
        LayoutMeters known = layouts.get(layout);
        if (known != null) {
            return known;
        }
        String label = layouts.size() < layoutsMax ? layout : OTHER;
        return layouts.computeIfAbsent(label, name -> new LayoutMeters(name, registry, errors.labelValues(name)));
    }
}
