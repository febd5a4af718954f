package io.sensieve.trainer.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which requests have been answered. A request may have to wait for records while later ones, of other layouts, are
 * answered; so the committed position is the first open request, and the commit's metadata lists the offsets beyond it
 * that are answered already, as distances from the position.
 */
public final class RequestLedger {
    /** Keeps the metadata below the broker's default limit of 4,096 bytes. */
    private static final int MOST_LISTED = 400;

    private final NavigableSet<Long> open = new TreeSet<>();
    private final NavigableSet<Long> answered = new TreeSet<>();
    private long next;

    /** Starts where an earlier trainer left off. */
    public static RequestLedger resume(Optional<OffsetAndMetadata> committed) {
        RequestLedger ledger = new RequestLedger();
        committed.ifPresent(position -> {
            ledger.next = position.offset();
            for (String distance : position.metadata().split(",", -1)) {
                if (distance.matches("\\d{1,9}")) {
                    ledger.answered.add(position.offset() + Long.parseLong(distance));
                }
            }
        });
        return ledger;
    }

    /** Whether the request is new; it is open from now on. */
    boolean receive(long offset) {
        next = Math.max(next, offset + 1);
        return !answered.contains(offset) && open.add(offset);
    }

    /** What to commit for {@code offset} to count as answered, too. */
    OffsetAndMetadata positionWith(long offset) {
        NavigableSet<Long> stillOpen = new TreeSet<>(open);
        stillOpen.remove(offset);
        long position = stillOpen.isEmpty() ? Math.max(next, offset + 1) : stillOpen.first();
        NavigableSet<Long> done = new TreeSet<>(answered);
        done.add(offset);
        List<Long> beyond = new ArrayList<>(done.tailSet(position, true));
        String metadata = beyond.subList(Math.max(0, beyond.size() - MOST_LISTED), beyond.size()).stream()
                .map(listed -> Long.toString(listed - position))
                .collect(Collectors.joining(","));
        return new OffsetAndMetadata(position, metadata);
    }

    /** The commit of {@link #positionWith} went through. */
    void answered(long offset) {
        open.remove(offset);
        answered.add(offset);
        long first = open.isEmpty() ? next : open.first();
        answered.headSet(first, false).clear();
        while (answered.size() > MOST_LISTED) {
            answered.pollFirst();
        }
    }

    @Override
    public String toString() {
        return "open " + Arrays.toString(open.toArray()) + ", answered " + Arrays.toString(answered.toArray());
    }
}
