package io.sensieve.trainer.retrain;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.topic.Keys;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.request.PendingRequest;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.LayoutWindow;
import io.sensieve.trainer.window.LayoutWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides what is trained next: requests in their order, then layouts without a selection whose window is full, then
 * selections that are older than the schedule. A layout rests for the cooldown after a training, twice as long after
 * each challenger that loses, unless an operator asks or a chosen sensor is dead.
 */
public final class RetrainScheduler {
    private static final int MOST_LOSSES = 20;

    private final Duration schedule;
    private final Duration cooldown;
    private final Map<String, PendingRequest> pending = new LinkedHashMap<>();
    private final Duration backoffMax;
    private final Map<String, Instant> lastTraining = new HashMap<>();
    private final Map<String, Integer> losses = new HashMap<>();

    /** What becomes of a request that has come in. */
    public enum Reception {
        /** It waits for its turn. */
        ACCEPTED,
        /** It is more urgent than the one that waits: it is to be received again when that one is answered. */
        URGENT,
        /** It is to be carried out at once, without a training. */
        COMMAND,
        /** An operator holds the selection in force. */
        PINNED,
        /** It names faulty channels, of which the selection in force has none that it may do without. */
        NEEDLESS,
        /** It means a version that is not in force, or one that has been replaced since it was made. */
        OUTDATED,
        /** A training for the layout is asked for already, or runs. */
        UNDER_WAY,
        /** The layout's name is not allowed, or too many layouts wait. */
        UNUSABLE
    }

    public RetrainScheduler(Duration schedule, Duration cooldown, Duration backoffMax) {
        this.schedule = schedule;
        this.cooldown = cooldown;
        this.backoffMax = backoffMax;
    }

    /**
     * Looks at a request.
     *
     * @param running the layout that is being trained
     * @param most requests that may wait
     */
    public Reception receive(PendingRequest request, SelectionDirectory directory, Optional<String> running, int most) {
        String layout = request.layout();
        if (!Keys.isLayout(layout) || (pending.size() >= most && !pending.containsKey(layout))) {
            return Reception.UNUSABLE;
        }
        if (isOutdated(request, directory)) {
            return Reception.OUTDATED;
        }
        if (request.cause() == RetrainCause.PROBATION && directory.isPinned(layout)) {
            return Reception.PINNED;
        }
        if (request.isCommand()) {
            return Reception.COMMAND;
        }
        if (directory.isPinned(layout)) {
            return Reception.PINNED;
        }
        if (request.cause() == RetrainCause.SENSOR && !isNeeded(request, directory)) {
            return Reception.NEEDLESS;
        }
        PendingRequest waiting = pending.get(layout);
        if (waiting != null && request.cause().isUrgent() && !waiting.cause().isUrgent()) {
            return Reception.URGENT;
        }
        // A dead sensor waits for the training that runs: if that publishes, the request is void.
        boolean inTraining = running.filter(layout::equals).isPresent() && request.cause() != RetrainCause.SENSOR;
        if (waiting != null || inTraining) {
            return Reception.UNDER_WAY;
        }
        pending.put(layout, request);
        return Reception.ACCEPTED;
    }

    private static boolean isNeeded(PendingRequest request, SelectionDirectory directory) {
        return directory
                .inForce(request.layout())
                .filter(version -> request.request().getFaulty().stream()
                        .filter(channel -> !directory.isRequired(request.layout(), channel))
                        .anyMatch(version.chosen()::contains))
                .isPresent();
    }

    /** Requests that wait although an operator holds the selection in force. */
    public List<PendingRequest> pinned(SelectionDirectory directory) {
        return pending.values().stream()
                .filter(request -> directory.isPinned(request.layout()))
                .toList();
    }

    /** Requests that have come to mean a version that is not in force while they waited. */
    public List<PendingRequest> outdated(SelectionDirectory directory) {
        return pending.values().stream()
                .filter(request -> isOutdated(request, directory))
                .toList();
    }

    private static boolean isOutdated(PendingRequest request, SelectionDirectory directory) {
        int meant = request.request().getSelectionVersion();
        if (meant == 0 && request.isCommand()) {
            return false;
        }
        return meant != 0
                ? meant != directory.currentVersion(request.layout())
                : directory
                        .publishedAt(request.layout())
                        .filter(published -> published.isAfter(request.request().getRequestedAt()))
                        .isPresent();
    }

    /** The request of a layout that waits. */
    public Optional<PendingRequest> waiting(String layout) {
        return Optional.ofNullable(pending.get(layout));
    }

    /** The request needs no training any more. */
    public void drop(String layout) {
        pending.remove(layout);
    }

    /**
     * What to train now, if anything. Training it takes its request off the list.
     *
     * @param ready whether a layout's window is complete
     */
    public Optional<TrainingOrder> next(
            LayoutWindows windows, SelectionDirectory directory, Predicate<String> ready, Instant now) {
        Optional<TrainingOrder> order = pending.values().stream()
                .filter(request -> ready.test(request.layout()))
                .filter(request -> request.cause().isUrgent() || hasRested(request.layout(), now))
                .filter(request -> windows.window(request.layout())
                        .filter(LayoutWindow::isUsable)
                        .isPresent())
                .findFirst()
                .map(request -> new TrainingOrder(request.layout(), request.cause(), Optional.of(request)))
                .or(() -> unasked(windows, directory, ready, now));
        order.flatMap(TrainingOrder::request).ifPresent(request -> pending.remove(request.layout()));
        return order;
    }

    private Optional<TrainingOrder> unasked(
            LayoutWindows windows, SelectionDirectory directory, Predicate<String> ready, Instant now) {
        for (String layout : windows.layouts()) {
            LayoutWindow window = windows.window(layout).orElseThrow();
            if (!pending.containsKey(layout) && ready.test(layout) && hasRested(layout, now)) {
                boolean none = directory
                        .currentChannelCount(layout)
                        .filter(count -> count == window.channels())
                        .isEmpty();
                if (none && window.isFull(now)) {
                    return Optional.of(new TrainingOrder(layout, RetrainCause.FIRST_WINDOW, Optional.empty()));
                }
                if (!none && isDue(directory.publishedAt(layout).orElse(now), layout, now) && window.isUsable()) {
                    return Optional.of(new TrainingOrder(layout, RetrainCause.SCHEDULE, Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }

    /** A training of the layout has ended, well or not. */
    public void trained(String layout, RetrainResult result, Instant now) {
        lastTraining.put(layout, now);
        if (result == RetrainResult.DECLINED) {
            losses.merge(layout, 1, (one, more) -> Math.min(one + more, MOST_LOSSES));
        } else if (result == RetrainResult.PUBLISHED) {
            losses.remove(layout);
        }
    }

    /** Takes an outcome that a former trainer told for one of its own; in their order. */
    public void remember(RetrainOutcome outcome) {
        if (outcome.getTrained() != null || outcome.getResult() == RetrainResult.FAILED) {
            trained(outcome.getLayout(), outcome.getResult(), outcome.getDecidedAt());
        } else if (outcome.getResult() == RetrainResult.ROLLED_BACK
                || outcome.getResult() == RetrainResult.PINNED
                || outcome.getResult() == RetrainResult.UNPINNED) {
            eased(outcome.getLayout());
        }
    }

    /** Somebody stepped in: what lost before does not count. */
    public void eased(String layout) {
        losses.remove(layout);
    }

    /** The cooldown, doubled for each challenger that has lost in a row. */
    private Duration rest(String layout) {
        Duration doubled = cooldown.multipliedBy(1L << losses.getOrDefault(layout, 0));
        Duration most = cooldown.compareTo(backoffMax) > 0 ? cooldown : backoffMax;
        return doubled.compareTo(most) > 0 ? most : doubled;
    }

    private boolean hasRested(String layout, Instant now) {
        Instant last = lastTraining.get(layout);
        return last == null || !now.isBefore(last.plus(rest(layout)));
    }

    private boolean isDue(Instant publishedAt, String layout, Instant now) {
        Instant last = lastTraining.getOrDefault(layout, publishedAt);
        Instant newest = last.isAfter(publishedAt) ? last : publishedAt;
        return !schedule.isZero() && !now.isBefore(newest.plus(schedule));
    }
}
