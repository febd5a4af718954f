package io.sensieve.streams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.page.LayoutHistories;
import io.sensieve.streams.selection.SelectionListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Shows the active selection of each layout, counts switches and refusals, and adds them to the histories. */
final class SelectionMeters implements SelectionListener {
    private static final int SPARES_SHOWN = 10;

    private final PrometheusMeterRegistry registry;
    private final LayoutLabels labels;
    private final LayoutGauges gauges;
    private final LayoutHistories histories;
    private final ChannelGauge spares;
    /** Creation time of the active selection in milliseconds, by label. */
    private final Map<String, AtomicLong> created = new ConcurrentHashMap<>();

    SelectionMeters(
            PrometheusMeterRegistry registry, LayoutLabels labels, LayoutGauges gauges, LayoutHistories histories) {
        this.registry = registry;
        this.labels = labels;
        this.gauges = gauges;
        this.histories = histories;
        spares = new ChannelGauge(
                registry.getPrometheusRegistry(),
                "sensieve_selection_spare_rank",
                "Rank of the best spare channels: 1 is the best.",
                "layout",
                "channel");
    }

    @Override
    public void onSwitched(
            LoadedSelection selection, Optional<LoadedSelection> before, Optional<Duration> sincePublished) {
        histories.switched(selection, before);
        Selection active = selection.selection();
        String layout = labels.of(active.getLayout());
        gauges.set(layout, "sensieve.selection.version", "Version of the active selection.", selection.version());
        gauges.set(
                layout,
                "sensieve.selection.channels",
                "Number of channels of the active selection.",
                active.getChannels().size());
        gauges.set(
                layout,
                "sensieve.selection.spares",
                "Number of ranked spare channels of the active selection.",
                active.getSpares().size());
        gauges.set(
                layout,
                "sensieve.selection.validation.error",
                "Mean normalised error of the active selection on its validation rows.",
                active.getValidation().getMean());
        before.ifPresent(old -> gauges.set(
                layout,
                "sensieve.selection.churn.channels",
                "Channels of the active selection that the selection before it did not have.",
                churn(old, selection)));
        showCreation(layout, active.getProvenance().getCreatedAt().toEpochMilli());
        showSpares(layout, active.getSpares());
        Counter.builder("sensieve.selection.switches")
                .description("Switches to a new active selection.")
                .tag("layout", layout)
                .register(registry)
                .increment();
        sincePublished.ifPresent(time -> Timer.builder("sensieve.selection.first.use")
                .description("Time from the publication of a selection to its first use.")
                .tag("layout", layout)
                .register(registry)
                .record(time));
    }

    @Override
    public void onRefused(String layout, int version, RefusedSelectionException.Reason reason) {
        histories.refused(layout, version, reason);
        Counter.builder("sensieve.selection.refused")
                .description("Published selections that the app refused to use.")
                .tag("layout", labels.of(layout))
                .tag("reason", reason.label())
                .register(registry)
                .increment();
    }

    private void showCreation(String layout, long createdAt) {
        gauges.set(
                layout,
                "sensieve.selection.created.seconds",
                "When the active selection was created, in seconds since 1970.",
                createdAt / 1000.0);
        created.computeIfAbsent(layout, this::registerAge).set(createdAt);
    }

    private AtomicLong registerAge(String layout) {
        AtomicLong createdAt = new AtomicLong();
        TimeGauge.builder("sensieve.selection.age", createdAt, TimeUnit.MILLISECONDS, at ->
                        (double) (registry.config().clock().wallTime() - at.get()))
                .description("Time since the active selection was created.")
                .tag("layout", layout)
                .register(registry);
        return createdAt;
    }

    private void showSpares(String layout, List<SelectedChannel> ranked) {
        spares.show(
                layout,
                IntStream.range(0, Math.min(SPARES_SHOWN, ranked.size()))
                        .mapToObj(i ->
                                new ChannelGauge.Entry(List.of(ranked.get(i).getName()), i + 1))
                        .toList());
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
}
