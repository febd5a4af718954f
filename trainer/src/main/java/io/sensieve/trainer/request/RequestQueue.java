package io.sensieve.trainer.request;

import io.sensieve.topic.Keys;
import io.sensieve.trainer.publish.SelectionDirectory;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Queues requests for a training, at most one for each layout, in the order of their arrival. */
public final class RequestQueue {
    /** The running request and the one that is being offered are open besides the queued ones. */
    private static final int LARGEST_CAPACITY = RequestLedger.MAX_OPEN - 2;

    private final SelectionDirectory directory;
    private final int capacity;
    private final Map<String, PendingRequest> queued = new LinkedHashMap<>();

    /**
     * Creates an empty queue.
     *
     * @param layoutsMax most queued requests; above 298 it counts as 298, which the commit's metadata can hold
     */
    public RequestQueue(SelectionDirectory directory, int layoutsMax) {
        this.directory = directory;
        this.capacity = Math.min(layoutsMax, LARGEST_CAPACITY);
    }

    /**
     * Decides about a request and queues it if it needs a training. It waits for a training of the layout that runs: if
     * that one publishes, the request is outdated; if not, it is still needed.
     */
    public Admission offer(PendingRequest request) {
        String layout = request.layout();
        if (!Keys.isLayout(layout)
                || !directory.admits(layout)
                || (queued.size() >= capacity && !queued.containsKey(layout))) {
            return Admission.REJECTED;
        }
        if (isOutdated(request)) {
            return Admission.OUTDATED;
        }
        if (request.cause() == RetrainCause.RECURRENCE && directory.isPinned(layout)) {
            return Admission.PINNED;
        }
        if (request.isCommand()) {
            return Admission.COMMAND;
        }
        if (directory.isPinned(layout)) {
            return Admission.PINNED;
        }
        if (request.cause() == RetrainCause.SENSOR && !affectsSelection(request)) {
            return Admission.NOT_AFFECTED;
        }
        PendingRequest other = queued.get(layout);
        if (other != null && request.cause().isUrgent() && !other.cause().isUrgent()) {
            return Admission.DISPLACES;
        }
        if (other != null) {
            return Admission.DUPLICATE;
        }
        queued.put(layout, request);
        return Admission.QUEUED;
    }

    private boolean affectsSelection(PendingRequest request) {
        return directory
                .active(request.layout())
                .filter(version -> request.request().getFaultyChannels().stream()
                        .filter(channel -> !directory.isRequired(request.layout(), channel))
                        .anyMatch(version.selected()::contains))
                .isPresent();
    }

    private boolean isOutdated(PendingRequest request) {
        int version = request.request().getSelectionVersion();
        if (version == 0 && request.isCommand()) {
            return false;
        }
        return version != 0
                ? version != directory.activeNumber(request.layout())
                : directory
                        .publishedAt(request.layout())
                        .filter(published -> published.isAfter(request.request().getRequestedAt()))
                        .isPresent();
    }

    /** Returns the queued requests, oldest first. */
    public Collection<PendingRequest> requests() {
        return Collections.unmodifiableCollection(queued.values());
    }

    /** Returns the queued request of a layout. */
    public Optional<PendingRequest> find(String layout) {
        return Optional.ofNullable(queued.get(layout));
    }

    /** Removes the queued request of a layout. */
    public void remove(String layout) {
        queued.remove(layout);
    }

    /** Returns the queued requests whose layout an operator has pinned since. */
    List<PendingRequest> pinned() {
        return filter(request -> directory.isPinned(request.layout()));
    }

    /** Returns the queued requests that became outdated in the queue. */
    List<PendingRequest> outdated() {
        return filter(this::isOutdated);
    }

    /** Returns the queued requests whose layout the directory no longer admits. */
    List<PendingRequest> unadmitted() {
        return filter(request -> !directory.admits(request.layout()));
    }

    private List<PendingRequest> filter(Predicate<PendingRequest> condition) {
        return queued.values().stream().filter(condition).toList();
    }
}
