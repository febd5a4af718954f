package io.sensieve.trainer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sensieve.RetrainFigures;
import io.sensieve.RetrainOutcome;
import io.sensieve.SelectionPointer;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.window.LayoutWindow;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The trainer's meters. The label {@code layout} has at most {@code layouts.max} values. */
public final class TrainerMeters implements LayoutWindows.Listener {
    private static final String LAYOUT = "layout";
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final MeterRegistry registry;
    private final Map<String, Counter> accepted = new HashMap<>();
    private final Map<SkipReason, Counter> skipped = new HashMap<>();
    private final Map<String, TrainingProgress> progress = new ConcurrentHashMap<>();
    private final Map<String, SelectionPointer> published = new ConcurrentHashMap<>();
    private final Map<String, Double> errorRatios = new ConcurrentHashMap<>();
    private final Map<String, Gauge> devices = new ConcurrentHashMap<>();
    private final Map<String, Integer> windowRows = new ConcurrentHashMap<>();
    private volatile boolean active;

    public TrainerMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("sensieve.trainer.active", this, meters -> meters.active ? 1 : 0)
                .description("1 where this trainer trains, 0 where it stands by")
                .register(registry);
        for (SkipReason reason : SkipReason.values()) {
            skipped.put(
                    reason,
                    Counter.builder("sensieve.trainer.records.skipped")
                            .description("Records that are not learnt from")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    /** Whether this trainer is the one that trains. */
    public void active(boolean now) {
        active = now;
        if (!now) {
            windowRows.replaceAll((layout, rows) -> 0);
        }
    }

    @Override
    public void accepted(String layout) {
        accepted.computeIfAbsent(
                        layout,
                        name -> Counter.builder("sensieve.trainer.records.in")
                                .description("Records that are in the window, or that it stands for")
                                .tag(LAYOUT, name)
                                .register(registry))
                .increment();
    }

    @Override
    public void skipped(SkipReason reason) {
        Counter counter = skipped.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** The windows as they are now. */
    public void windows(LayoutWindows windows) {
        windowRows.keySet().forEach(layout -> windowRows.put(layout, rows(windows, layout)));
        for (String layout : windows.layouts()) {
            if (windowRows.put(layout, rows(windows, layout)) == null) {
                Gauge.builder("sensieve.trainer.window.rows", windowRows, all -> all.getOrDefault(layout, 0))
                        .description("Rows that could be learnt from now")
                        .tag(LAYOUT, layout)
                        .register(registry);
            }
        }
    }

    private static int rows(LayoutWindows windows, String layout) {
        return windows.window(layout).map(LayoutWindow::size).orElse(0);
    }

    /** An epoch has ended. Called by the training's thread. */
    public void progress(String layout, TrainingProgress now) {
        if (progress.put(layout, now) == null) {
            progressGauge(layout, "epoch", "Epochs that have ended", TrainingProgress::epoch);
            progressGauge(layout, "temperature", "T in equation 1", TrainingProgress::temperature);
            progressGauge(layout, "loss", "Mean squared scaled error of the train rows", TrainingProgress::loss);
            progressGauge(
                    layout,
                    "validation.error",
                    "Mean normalised error of the validation rows",
                    TrainingProgress::validationError);
            progressGauge(layout, "unique.percentage", "Equation 4 of the paper", TrainingProgress::uniquePercentage);
        }
    }

    private void progressGauge(
            String layout, String name, String description, ToDoubleFunction<TrainingProgress> value) {
        Gauge.builder("sensieve.training." + name, progress, all -> {
                    TrainingProgress last = all.get(layout);
                    return last == null ? Double.NaN : value.applyAsDouble(last);
                })
                .description(description)
                .tag(LAYOUT, layout)
                .register(registry);
    }

    /** What a selection was trained on: {@code cpu}, or {@code gpu} and its number. */
    public void trainedOn(String layout, String device) {
        Gauge before = devices.get(layout);
        if (before != null && device.equals(before.getId().getTag("device"))) {
            return;
        }
        Gauge now = Gauge.builder("sensieve.training.device", () -> 1)
                .description("1 for the device of the training that found a selection last")
                .tags(LAYOUT, layout, "device", device)
                .register(registry);
        devices.put(layout, now);
        if (before != null) {
            registry.remove(before);
        }
    }

    /** A training has ended. */
    public void trained(RetrainOutcome outcome, Duration duration) {
        ended(outcome);
        String layout = outcome.getLayout();
        Timer.builder("sensieve.training.duration")
                .description("From the start of a training to its end")
                .tag(LAYOUT, layout)
                .register(registry)
                .record(duration);
        RetrainFigures figures = outcome.getTrained();
        if (figures != null && figures.getChampionError() != null) {
            double ratio = figures.getChallengerError() / figures.getChampionError();
            if (errorRatios.put(layout, ratio) == null) {
                Gauge.builder("sensieve.retrain.error.ratio", errorRatios, all -> all.getOrDefault(layout, Double.NaN))
                        .description("Error of the challenger trained last over that of the selection in force")
                        .tag(LAYOUT, layout)
                        .register(registry);
            }
        }
    }

    /** A request or a training has ended; a request for a layout without any other trace names none. */
    public void ended(RetrainOutcome outcome) {
        boolean known = outcome.getChampionVersion() > 0
                || outcome.getVersion() > 0
                || windowRows.containsKey(outcome.getLayout());
        Counter.builder("sensieve.retrains")
                .description("Retrains and operators' requests that have ended")
                .tags(
                        LAYOUT,
                        known ? outcome.getLayout() : "",
                        "cause",
                        outcome.getCause(),
                        "outcome",
                        outcome.getResult().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry)
                .increment();
    }

    /** A selection is in force by a pointer of this trainer. */
    public void inForce(String layout, SelectionPointer pointer) {
        if (published.put(layout, pointer) == null) {
            Gauge.builder("sensieve.trainer.selection.version", published, all -> versionOf(all, layout))
                    .description("Version that was published last")
                    .tag(LAYOUT, layout)
                    .register(registry);
            Gauge.builder("sensieve.trainer.selection.pinned", published, all -> isPinned(all, layout))
                    .description("1 where an operator holds it, 0 where not")
                    .tag(LAYOUT, layout)
                    .register(registry);
            Gauge.builder("sensieve.trainer.selection.published.time", published, all -> publishedAt(all, layout))
                    .description("When it was published")
                    .baseUnit("seconds")
                    .tag(LAYOUT, layout)
                    .register(registry);
        }
    }

    /** A request has been answered by a publication. */
    public void answered(String layout, Instant requestedAt, Instant publishedAt) {
        // The request's time is its sender's word, and a timer takes no more than 292 years.
        Instant earliest = publishedAt.minus(LONGEST_WAIT);
        Duration wait = Duration.between(requestedAt.isBefore(earliest) ? earliest : requestedAt, publishedAt);
        Timer.builder("sensieve.trainer.request.to.publication")
                .description("From a request to the publication that answers it")
                .tag(LAYOUT, layout)
                .register(registry)
                .record(requestedAt.isAfter(publishedAt) ? Duration.ZERO : wait);
    }

    private static double versionOf(Map<String, SelectionPointer> all, String layout) {
        SelectionPointer pointer = all.get(layout);
        return pointer == null ? Double.NaN : pointer.getVersion();
    }

    private static double isPinned(Map<String, SelectionPointer> all, String layout) {
        SelectionPointer pointer = all.get(layout);
        return pointer == null ? Double.NaN : pointer.getPinned() ? 1 : 0;
    }

    private static double publishedAt(Map<String, SelectionPointer> all, String layout) {
        SelectionPointer pointer = all.get(layout);
        return pointer == null ? Double.NaN : pointer.getPublishedAt().toEpochMilli() / 1000.0;
    }
}
