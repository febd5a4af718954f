package io.sensieve.trainer.retrain;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.collection.BoundedMap;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RequestQueue;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.LayoutWindow;
import io.sensieve.trainer.window.LayoutWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides which layout is trained next: first the queued requests in their order, then layouts without a selection
 * whose window is complete, then selections that are older than the schedule. After a training a layout waits for the
 * cooldown, which doubles with each challenger that loses, unless an operator requests a training or a selected sensor
 * is faulty.
 *
 * <p>Remembers the last trainings of at most {@code layoutsMax} layouts; the layout that was trained longest ago is
 * forgotten first, because its cooldown is the most likely to be over.
 */
public final class RetrainScheduler {
    private static final int MAX_DOUBLINGS = 20;

    private final RetrainTiming timing;
    private final RequestQueue queue;
    private final SelectionDirectory directory;
    /** In the order of the last training. */
    private final Map<String, History> histories;

    private record History(Instant lastTraining, int losses) {}

    /**
     * Creates a scheduler.
     *
     * @param layoutsMax most layouts whose last training is remembered
     */
    public RetrainScheduler(RetrainTiming timing, RequestQueue queue, SelectionDirectory directory, int layoutsMax) {
        this.timing = timing;
        this.queue = queue;
        this.directory = directory;
        this.histories = BoundedMap.firstInFirstOut(layoutsMax);
    }

    /**
     * Returns the next training, if any, and removes its request from the queue.
     *
     * @param isComplete whether no records of the layout are being read again
     */
    public Optional<TrainingOrder> next(LayoutWindows windows, Predicate<String> isComplete, Instant now) {
        Optional<TrainingOrder> order = queue.requests().stream()
                .filter(request -> isComplete.test(request.layout()))
                .filter(request -> request.cause().isUrgent() || hasCooledDown(request.layout(), now))
                .filter(request -> windows.window(request.layout())
                        .filter(LayoutWindow::isUsable)
                        .isPresent())
                .findFirst()
                .map(request -> new TrainingOrder(request.layout(), request.cause(), Optional.of(request)))
                .or(() -> unrequested(windows, isComplete, now));
        order.flatMap(TrainingOrder::request).map(PendingRequest::layout).ifPresent(queue::remove);
        return order;
    }

    private Optional<TrainingOrder> unrequested(LayoutWindows windows, Predicate<String> isComplete, Instant now) {
        for (String layout : windows.layouts()) {
            LayoutWindow window = windows.window(layout).orElseThrow();
            if (queue.find(layout).isEmpty()
                    && directory.admits(layout)
                    && isComplete.test(layout)
                    && hasCooledDown(layout, now)) {
                boolean selected = directory
                        .activeChannelCount(layout)
                        .filter(count -> count == window.channels())
                        .isPresent();
                if (!selected && window.isFull(now)) {
                    return Optional.of(new TrainingOrder(layout, RetrainCause.FIRST_WINDOW, Optional.empty()));
                }
                if (selected && isDue(layout, now) && window.isUsable()) {
                    return Optional.of(new TrainingOrder(layout, RetrainCause.SCHEDULE, Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }

    /** Records the end of a training, successful or not. */
    public void recordTraining(String layout, RetrainResult result, Instant now) {
        History history = histories.remove(layout);
        int losses = history == null ? 0 : history.losses();
        histories.put(
                layout,
                new History(
                        now,
                        switch (result) {
                            case DECLINED -> Math.min(losses + 1, MAX_DOUBLINGS);
                            case PUBLISHED -> 0;
                            default -> losses;
                        }));
    }

    /** Applies an outcome that a former active trainer published; outcomes must come in their order. */
    public void restore(RetrainOutcome outcome) {
        if (outcome.getTraining() != null || outcome.getResult() == RetrainResult.FAILED) {
            recordTraining(outcome.getLayout(), outcome.getResult(), outcome.getDecidedAt());
        } else if (outcome.getResult() == RetrainResult.ROLLED_BACK
                || outcome.getResult() == RetrainResult.PINNED
                || outcome.getResult() == RetrainResult.UNPINNED) {
            resetBackoff(outcome.getLayout());
        }
    }

    /** Resets the backoff of a layout, because an operator or a rollback changed its state. */
    public void resetBackoff(String layout) {
        histories.computeIfPresent(layout, (name, history) -> new History(history.lastTraining(), 0));
    }

    private boolean hasCooledDown(String layout, Instant now) {
        History history = histories.get(layout);
        return history == null || !now.isBefore(history.lastTraining().plus(cooldown(history.losses())));
    }

    /** Returns the cooldown, doubled for each challenger that has lost in a row. */
    private Duration cooldown(int losses) {
        Duration doubled = timing.cooldown().multipliedBy(1L << losses);
        Duration longest =
                timing.cooldown().compareTo(timing.backoffMax()) > 0 ? timing.cooldown() : timing.backoffMax();
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    private boolean isDue(String layout, Instant now) {
        Instant publishedAt = directory.publishedAt(layout).orElse(now);
        History history = histories.get(layout);
        Instant newest =
                history != null && history.lastTraining().isAfter(publishedAt) ? history.lastTraining() : publishedAt;
        return !timing.schedule().isZero() && !now.isBefore(newest.plus(timing.schedule()));
    }
}
