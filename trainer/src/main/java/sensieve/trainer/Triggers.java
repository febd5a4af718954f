package sensieve.trainer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sensieve.topic.Keys;
import sensieve.trainer.window.LayoutWindow;
import sensieve.trainer.window.Windows;

/**
 * Decides what is trained next: requests in their order, then layouts without a selection whose window is full, then
 * selections that are older than the schedule. A layout rests for the cooldown after a training, unless an operator
 * asks.
 */
final class Triggers {
    private final Duration schedule;
    private final Duration cooldown;
    private final Map<String, PendingRequest> pending = new LinkedHashMap<>();
    private final Map<String, Instant> lastTraining = new HashMap<>();

    /** What becomes of a request that has come in. */
    enum Reception {
        /** It waits for its turn. */
        ACCEPTED,
        /** It means a version that is not in force, or one that has been replaced since it was made. */
        OUTDATED,
        /** A training for the layout is asked for already, or runs. */
        UNDER_WAY,
        /** The layout's name is not allowed, or too many layouts wait. */
        UNUSABLE
    }

    Triggers(Duration schedule, Duration cooldown) {
        this.schedule = schedule;
        this.cooldown = cooldown;
    }

    /**
     * Looks at a request.
     *
     * @param running the layout that is being trained
     * @param most requests that may wait
     */
    Reception receive(PendingRequest request, SelectionDirectory directory, Optional<String> running, int most) {
        String layout = request.layout();
        if (!Keys.isLayout(layout) || (pending.size() >= most && !pending.containsKey(layout))) {
            return Reception.UNUSABLE;
        }
        if (isOutdated(request, directory)) {
            return Reception.OUTDATED;
        }
        if (pending.containsKey(layout) || running.filter(layout::equals).isPresent()) {
            return Reception.UNDER_WAY;
        }
        pending.put(layout, request);
        return Reception.ACCEPTED;
    }

    /** Requests that have come to mean a version that is not in force while they waited. */
    List<PendingRequest> outdated(SelectionDirectory directory) {
        return pending.values().stream()
                .filter(request -> isOutdated(request, directory))
                .toList();
    }

    private static boolean isOutdated(PendingRequest request, SelectionDirectory directory) {
        int meant = request.request().getSelectionVersion();
        return meant != 0
                ? meant != directory.currentVersion(request.layout())
                : directory
                        .publishedAt(request.layout())
                        .filter(published -> published.isAfter(request.request().getRequestedAt()))
                        .isPresent();
    }

    /** The request of a layout that waits. */
    Optional<PendingRequest> waiting(String layout) {
        return Optional.ofNullable(pending.get(layout));
    }

    /** The request needs no training any more. */
    void drop(String layout) {
        pending.remove(layout);
    }

    /**
     * What to train now, if anything. Training it takes its request off the list.
     *
     * @param ready whether a layout's window is complete
     */
    Optional<TrainingOrder> next(Windows windows, SelectionDirectory directory, Predicate<String> ready, Instant now) {
        Optional<TrainingOrder> order = pending.values().stream()
                .filter(request -> ready.test(request.layout()))
                .filter(request -> request.cause() == Cause.OPERATOR || hasRested(request.layout(), now))
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
            Windows windows, SelectionDirectory directory, Predicate<String> ready, Instant now) {
        for (String layout : windows.layouts()) {
            LayoutWindow window = windows.window(layout).orElseThrow();
            if (!pending.containsKey(layout) && ready.test(layout) && hasRested(layout, now)) {
                boolean none = directory
                        .currentChannelCount(layout)
                        .filter(count -> count == window.channels())
                        .isEmpty();
                if (none && window.isFull(now)) {
                    return Optional.of(new TrainingOrder(layout, Cause.FIRST_WINDOW, Optional.empty()));
                }
                if (!none && isDue(directory.publishedAt(layout).orElse(now), layout, now) && window.isUsable()) {
                    return Optional.of(new TrainingOrder(layout, Cause.SCHEDULE, Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }

    /** A training of the layout has ended, well or not. */
    void trained(String layout, Instant now) {
        lastTraining.put(layout, now);
    }

    private boolean hasRested(String layout, Instant now) {
        Instant last = lastTraining.get(layout);
        return last == null || !now.isBefore(last.plus(cooldown));
    }

    private boolean isDue(Instant publishedAt, String layout, Instant now) {
        Instant last = lastTraining.getOrDefault(layout, publishedAt);
        Instant newest = last.isAfter(publishedAt) ? last : publishedAt;
        return !schedule.isZero() && !now.isBefore(newest.plus(schedule));
    }
}
