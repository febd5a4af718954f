package io.sensieve.trainer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sensieve.RetrainOutcome;
import io.sensieve.SelectionPointer;
import io.sensieve.TrainingSummary;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.window.LayoutWindow;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Meters of the trainer. The label {@code layout} has at most {@code layoutsMax} values and {@code other}, which counts
 * all further layouts; these have no gauges. Thread-safe for one recording thread, the training's thread and readers.
 */
public final class TrainerMeters implements LayoutWindows.Listener {
    private static final String LAYOUT = "layout";
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final MeterRegistry registry;
    private final LayoutLabels labels;
    private final Map<SkipReason, Counter> skipped = new HashMap<>();
    private final Map<String, Counter> accepted = new ConcurrentHashMap<>();
    private final Map<String, TrainingProgress> progress = new ConcurrentHashMap<>();
    private final Map<String, SelectionPointer> pointers = new ConcurrentHashMap<>();
    private final Map<String, Double> errorRatios = new ConcurrentHashMap<>();
    private final Map<String, Gauge> devices = new ConcurrentHashMap<>();
    private final Map<String, Integer> windowRows = new ConcurrentHashMap<>();
    private volatile boolean active;

    /**
     * Registers the meters that have no label {@code layout}.
     *
     * @param layoutsMax most layouts that have a label of their own
     */
    public TrainerMeters(MeterRegistry registry, int layoutsMax) {
        this.registry = registry;
        this.labels = new LayoutLabels(layoutsMax, this::remove);
        Gauge.builder("sensieve.trainer.active", this, meters -> meters.active ? 1 : 0)
                .description("1 for the active trainer, 0 for a standby")
                .register(registry);
        for (SkipReason reason : SkipReason.values()) {
            skipped.put(
                    reason,
                    Counter.builder("sensieve.trainer.records.skipped")
                            .description("Records that are in no window")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    private void remove(String layout) {
        List.of(accepted, progress, pointers, errorRatios, devices, windowRows).forEach(map -> map.remove(layout));
        for (Meter meter : registry.getMeters()) {
            if (layout.equals(meter.getId().getTag(LAYOUT))) {
                registry.remove(meter);
            }
        }
    }

    /** Sets the layouts that are declared or have a selection; they take the labels of other layouts. */
    public void setKnownLayouts(Collection<String> layouts) {
        labels.setKnown(layouts);
    }

    /** Sets whether this trainer is the active one. A standby has no windows. */
    public void setActive(boolean now) {
        active = now;
        if (!now) {
            windowRows.replaceAll((layout, rows) -> 0);
        }
    }

    @Override
    public void accepted(String layout) {
        Counter counter = accepted.get(layout);
        if (counter == null) {
            counter = accepted.computeIfAbsent(
                    labels.of(layout),
                    label -> Counter.builder("sensieve.trainer.records.in")
                            .description("Records that a window has accepted into its sample")
                            .tag(LAYOUT, label)
                            .register(registry));
        }
        counter.increment();
    }

    @Override
    public void skipped(SkipReason reason) {
        Counter counter = skipped.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Updates the sizes of the windows. */
    public void updateWindows(LayoutWindows windows) {
        windowRows.keySet().forEach(layout -> windowRows.put(layout, rows(windows, layout)));
        for (String layout : windows.layouts()) {
            if (labels.of(layout).equals(layout) && windowRows.put(layout, rows(windows, layout)) == null) {
                Gauge.builder("sensieve.trainer.window.rows", windowRows, all -> all.getOrDefault(layout, 0))
                        .description("Rows that a training would use now")
                        .tag(LAYOUT, layout)
                        .register(registry);
            }
        }
    }

    private static int rows(LayoutWindows windows, String layout) {
        return windows.window(layout).map(LayoutWindow::size).orElse(0);
    }

    /** Records the end of an epoch. Called by the training's thread. */
    public void recordProgress(String layout, TrainingProgress now) {
        if (labels.of(layout).equals(layout) && progress.put(layout, now) == null) {
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

    /** Records the device of a training: {@code cpu}, or {@code gpu} and its number. */
    public void recordDevice(String layout, String device) {
        Gauge before = devices.get(layout);
        if (!labels.of(layout).equals(layout)
                || (before != null && device.equals(before.getId().getTag("device")))) {
            return;
        }
        Gauge now = Gauge.builder("sensieve.training.device", () -> 1)
                .description("1 for the device of the last training that found a selection")
                .tags(LAYOUT, layout, "device", device)
                .register(registry);
        devices.put(layout, now);
        if (before != null) {
            registry.remove(before);
        }
    }

    /** Records the end of a training. */
    public void recordTraining(RetrainOutcome outcome, Duration duration) {
        String layout = outcome.getLayout();
        String label = labels.of(layout);
        recordOutcome(outcome);
        Timer.builder("sensieve.training.duration")
                .description("From the start of a training to its end")
                .tag(LAYOUT, label)
                .register(registry)
                .record(duration);
        TrainingSummary figures = outcome.getTraining();
        if (figures != null && figures.getChampionError() != null && label.equals(layout)) {
            double ratio = figures.getChallengerError() / figures.getChampionError();
            if (errorRatios.put(layout, ratio) == null) {
                Gauge.builder("sensieve.retrain.error.ratio", errorRatios, all -> all.getOrDefault(layout, Double.NaN))
                        .description("Error of the last trained challenger divided by that of the active selection")
                        .tag(LAYOUT, layout)
                        .register(registry);
            }
        }
    }

    /** Counts the end of a request or of a training. A request does not give its layout a label. */
    public void recordOutcome(RetrainOutcome outcome) {
        Counter.builder("sensieve.retrains")
                .description("Retrains and operators' requests that have ended")
                .tags(
                        LAYOUT,
                        labels.ofKnown(outcome.getLayout()),
                        "cause",
                        outcome.getCause(),
                        "outcome",
                        outcome.getResult().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry)
                .increment();
    }

    /** Records the pointer that this trainer published last. */
    public void recordPublication(String layout, SelectionPointer pointer) {
        if (labels.of(layout).equals(layout) && pointers.put(layout, pointer) == null) {
            pointerGauge(layout, "version", "Version that was published last", SelectionPointer::getVersion);
            pointerGauge(
                    layout,
                    "pinned",
                    "1 if an operator has pinned the version, else 0",
                    pinned -> pinned.getPinned() ? 1 : 0);
            Gauge.builder("sensieve.trainer.selection.published.time", pointers, all -> {
                        SelectionPointer last = all.get(layout);
                        return last == null ? Double.NaN : last.getPublishedAt().toEpochMilli() / 1000.0;
                    })
                    .description("Time of the last publication")
                    .baseUnit("seconds")
                    .tag(LAYOUT, layout)
                    .register(registry);
        }
    }

    private void pointerGauge(
            String layout, String name, String description, ToDoubleFunction<SelectionPointer> value) {
        Gauge.builder("sensieve.trainer.selection." + name, pointers, all -> {
                    SelectionPointer last = all.get(layout);
                    return last == null ? Double.NaN : value.applyAsDouble(last);
                })
                .description(description)
                .tag(LAYOUT, layout)
                .register(registry);
    }

    /** Records the time from a request to the publication that answers it. */
    public void recordAnswer(String layout, Instant requestedAt, Instant publishedAt) {
        // The sender sets the request's time, and a timer takes at most 292 years.
        Instant earliest = publishedAt.minus(LONGEST_WAIT);
        Duration wait = Duration.between(requestedAt.isBefore(earliest) ? earliest : requestedAt, publishedAt);
        Timer.builder("sensieve.trainer.request.to.publication")
                .description("From a request to the publication that answers it")
                .tag(LAYOUT, labels.of(layout))
                .register(registry)
                .record(requestedAt.isAfter(publishedAt) ? Duration.ZERO : wait);
    }
}
