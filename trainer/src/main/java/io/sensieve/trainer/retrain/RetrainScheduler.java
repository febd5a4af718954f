package io.sensieve.trainer.retrain;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.TrainingSummary;
import io.sensieve.collection.BoundedMap;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionVersion;
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
 * whose window is complete, then selections that were trained on few rows once those have doubled, then selections that
 * are older than the schedule. After a training a layout waits for the cooldown, unless an operator requests a training
 * or a selected sensor is faulty. The cooldown doubles with each challenger that loses and with each switch of versions
 * that follows soon on another.
 *
 * <p>Remembers the last trainings of at most {@code layoutsMax} layouts; the layout that was trained longest ago is
 * forgotten first, because its cooldown is the most likely to be over.
 */
public final class RetrainScheduler {
    private static final int MAX_DOUBLINGS = 20;

    /** Error over that of the validation rows from which the streams app judges drift, by its normal sensitivity. */
    private static final double DRIFT_LEVEL = 1.5;

    private static final int GROWTH = 2;

    private static final int GROWTH_AFTER_LONE_CHANGE = 4;

    /** Fewer rows in addition do not pay for a training. */
    private static final double LEAST_GROWTH = 1.25;

    /** A switch that follows on another within so many cooldowns did not help. */
    private static final int SOON_COOLDOWNS = 10;

    /** Doublings from which on a return to a kept version waits for the cooldown, too. */
    private static final int PATIENT_DOUBLINGS = 3;

    private final RetrainTiming timing;
    private final RequestQueue queue;
    private final SelectionDirectory directory;
    /** In the order of the last training. */
    private final Map<String, History> histories;

    /**
     * What happened to a layout.
     *
     * @param last end of the last training or switch of versions
     * @param lastSwitch last switch that drift or a recurrence caused; {@link Instant#MIN} for none
     * @param doublings of the cooldown
     * @param lost whether the last training published nothing
     * @param heldOut held-out rows of the last training, all of which are of its regime; 0 for none
     */
    private record History(Instant last, Instant lastSwitch, int doublings, boolean lost, long heldOut) {
        static final History NONE = new History(Instant.MIN, Instant.MIN, 0, false, 0);
    }

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
                .filter(request -> request.cause().isUrgent() || hasCooledDown(request, now))
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
                if (selected && window.isUsable() && needsFollowUp(layout, window)) {
                    return Optional.of(new TrainingOrder(layout, RetrainCause.FOLLOW_UP, Optional.empty()));
                }
                if (selected && isDue(layout, now) && window.isUsable()) {
                    return Optional.of(new TrainingOrder(layout, RetrainCause.SCHEDULE, Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether the window has twice as many rows of the active selection's regime as it was trained on, or as
     * many as fit if these are a quarter more. Held-out rows are compared, because train rows may be of earlier regimes
     * too. For a version for whose regime a channel changed that it does not select, four times as many rows are
     * needed, because that channel may still be changing. Versions that were returned to are not followed up, because
     * their regime's rows are not known.
     */
    private boolean needsFollowUp(String layout, LayoutWindow window) {
        SelectionVersion active = directory.active(layout).orElseThrow();
        long trained = Math.max(
                active.heldOut(), histories.getOrDefault(layout, History.NONE).heldOut());
        int growth = active.selected().containsAll(active.changed()) ? GROWTH : GROWTH_AFTER_LONE_CHANGE;
        long needed = Math.min(growth * trained, window.heldOut(window.capacity()));
        return active.republishOf() == 0
                && needed >= LEAST_GROWTH * trained
                && window.heldOut(window.size()) >= needed
                && window.heldOut(window.sizeFrom(active.from())) >= needed;
    }

    /**
     * Records the end of a training, successful or not, or of a return to a kept version.
     *
     * @param heldOut held-out rows of the training; 0 if there was none
     */
    public void record(String layout, RetrainCause cause, RetrainResult result, long heldOut, Instant now) {
        History before = histories.getOrDefault(layout, History.NONE);
        histories.remove(layout);
        boolean planned = cause == RetrainCause.FOLLOW_UP || cause == RetrainCause.SENSOR;
        histories.put(
                layout,
                switch (result) {
                    case DECLINED ->
                        new History(
                                now,
                                before.lastSwitch(),
                                planned ? before.doublings() : Math.min(before.doublings() + 1, MAX_DOUBLINGS),
                                true,
                                heldOut);
                    case PUBLISHED, ROLLED_BACK, REPAIRED ->
                        planned
                                ? new History(now, before.lastSwitch(), before.doublings(), false, heldOut)
                                : isAdaptation(cause)
                                        ? new History(now, now, doublingsAfterSwitch(before, now), false, heldOut)
                                        : new History(now, Instant.MIN, 0, false, heldOut);
                    default -> new History(now, before.lastSwitch(), before.doublings(), true, heldOut);
                });
    }

    private static boolean isAdaptation(RetrainCause cause) {
        return cause == RetrainCause.DRIFT || cause == RetrainCause.RECURRENCE;
    }

    private int doublingsAfterSwitch(History before, Instant now) {
        boolean soon = !before.lastSwitch().equals(Instant.MIN)
                && now.isBefore(
                        before.lastSwitch().plus(cooldown(before.doublings()).multipliedBy(SOON_COOLDOWNS)));
        return soon ? Math.min(before.doublings() + 1, MAX_DOUBLINGS) : 0;
    }

    /** Returns whether versions alternate so often that a return has to wait for the cooldown. */
    public boolean restrains(PendingRequest request, Instant now) {
        return request.cause() == RetrainCause.RECURRENCE
                && histories.getOrDefault(request.layout(), History.NONE).doublings() >= PATIENT_DOUBLINGS
                && !hasCooledDown(request.layout(), now);
    }

    /** Applies an outcome that a former active trainer published; outcomes must come in their order. */
    public void restore(RetrainOutcome outcome) {
        Optional<RetrainCause> cause = RetrainCause.ofLabel(outcome.getCause());
        if (cause.isEmpty()) {
            return;
        }
        boolean returned = outcome.getResult() == RetrainResult.ROLLED_BACK && isAdaptation(cause.get());
        TrainingSummary training = outcome.getTraining();
        if (training != null || outcome.getResult() == RetrainResult.FAILED || returned) {
            record(
                    outcome.getLayout(),
                    cause.get(),
                    outcome.getResult(),
                    training == null ? 0 : training.getValidationRows(),
                    outcome.getDecidedAt());
        } else if (outcome.getResult() == RetrainResult.ROLLED_BACK
                || outcome.getResult() == RetrainResult.PINNED
                || outcome.getResult() == RetrainResult.UNPINNED) {
            resetBackoff(outcome.getLayout());
        }
    }

    /** Resets the backoff of a layout, because an operator changed its state. */
    public void resetBackoff(String layout) {
        histories.computeIfPresent(
                layout, (name, history) -> new History(history.last(), Instant.MIN, 0, false, history.heldOut()));
    }

    /**
     * Returns whether the cooldown of a request is over. An error at drift level after a training that helped is a new
     * change, so that the doublings of the cooldown do not count.
     */
    private boolean hasCooledDown(PendingRequest request, Instant now) {
        History history = histories.getOrDefault(request.layout(), History.NONE);
        boolean isNewChange = !history.lost() && request.errorRatio() >= DRIFT_LEVEL;
        return hasCooledDown(history, isNewChange ? 0 : history.doublings(), now);
    }

    private boolean hasCooledDown(String layout, Instant now) {
        History history = histories.getOrDefault(layout, History.NONE);
        return hasCooledDown(history, history.doublings(), now);
    }

    private boolean hasCooledDown(History history, int doublings, Instant now) {
        return history.last().equals(Instant.MIN)
                || !now.isBefore(history.last().plus(cooldown(doublings)));
    }

    /** Returns the cooldown after doublings. */
    private Duration cooldown(int doublings) {
        Duration doubled = timing.cooldown().multipliedBy(1L << doublings);
        Duration longest =
                timing.cooldown().compareTo(timing.backoffMax()) > 0 ? timing.cooldown() : timing.backoffMax();
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    private boolean isDue(String layout, Instant now) {
        Instant publishedAt = directory.publishedAt(layout).orElse(now);
        History history = histories.get(layout);
        Instant newest = history != null && history.last().isAfter(publishedAt) ? history.last() : publishedAt;
        return !timing.schedule().isZero() && !now.isBefore(newest.plus(timing.schedule()));
    }
}
