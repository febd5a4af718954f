package io.sensieve.benchmarks.speed;

import io.sensieve.benchmarks.common.Sample;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Times the steps of a training, and the seconds until it reaches given test errors. */
final class TrainingTimer implements TrainingListener {
    private static final double NANOS = 1e9;

    private final ToDoubleFunction<ModelFile> testError;
    private final Map<Double, Double> reached = new LinkedHashMap<>();
    private final List<Double> targets;
    private final List<List<Double>> steps = new ArrayList<>(List.of(new ArrayList<>()));
    private final long start = System.nanoTime();
    private long measuring;
    private long lastStep;

    /**
     * Starts the clock.
     *
     * @param testError computes the test error of a model; its time does not count
     * @param targets test errors to reach
     */
    TrainingTimer(ToDoubleFunction<ModelFile> testError, List<Double> targets) {
        this.testError = testError;
        this.targets = List.copyOf(targets);
    }

    @Override
    public void onEpoch(TrainingProgress progress) {
        steps.add(new ArrayList<>());
        lastStep = 0;
    }

    @Override
    public void onModel(Supplier<ModelFile> model) {
        if (reached.keySet().containsAll(targets)) {
            return;
        }
        double seconds = seconds();
        long before = System.nanoTime();
        double error = testError.applyAsDouble(model.get());
        targets.stream().filter(target -> error <= target).forEach(target -> reached.putIfAbsent(target, seconds));
        measuring += System.nanoTime() - before;
    }

    /** Takes the time of a step: the trainer calls this method before each step. */
    @Override
    public boolean cancelled() {
        long now = System.nanoTime();
        if (lastStep != 0) {
            steps.get(steps.size() - 1).add((now - lastStep) / NANOS);
        }
        lastStep = now;
        return false;
    }

    /** Seconds since the start, without the computation of test errors. */
    double seconds() {
        return (System.nanoTime() - start - measuring) / NANOS;
    }

    /** Seconds until each target, without the targets that were not reached. */
    Map<Double, Double> reached() {
        return Map.copyOf(reached);
    }

    /** Median seconds of a step over the last {@code epochs} epochs. */
    double secondsPerStep(int epochs) {
        int ended = steps.size() - 1;
        return new Sample(steps.subList(Math.max(0, ended - epochs), ended).stream()
                        .flatMap(List::stream)
                        .toList())
                .median();
    }
}
