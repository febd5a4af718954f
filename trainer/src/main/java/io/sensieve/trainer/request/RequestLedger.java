package io.sensieve.trainer.request;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Records which requests are open, so that a successor answers each request exactly once. Requests may be answered out
 * of order: a request waits for records while later requests, of other layouts, are answered. The committed position is
 * therefore the first open request. The commit's metadata lists the other open requests and the end of what has been
 * received; every offset between that is not listed is answered.
 *
 * <p>The metadata is {@code open:d1,d2,...,dn}: differences, in radix 36, from the position to the second open offset,
 * and so on, and at last to the end. {@value #MAX_OPEN} open requests take at most 3.8 kB whatever their offsets are,
 * which is below 4,096 bytes, the default of Kafka's {@code offset.metadata.max.bytes}.
 */
public final class RequestLedger {
    /** Most open requests whose commit surely fits. The queue of requests stays below. */
    public static final int MAX_OPEN = 300;

    private static final String PREFIX = "open:";
    private static final int RADIX = 36;

    private final NavigableSet<Long> open = new TreeSet<>();
    /** Open requests of the predecessor that this trainer has not received yet. */
    private final NavigableSet<Long> expected = new TreeSet<>();

    private long end;

    private RequestLedger() {}

    /** Creates a ledger that continues from the group's commit. */
    public static RequestLedger resume(Optional<OffsetAndMetadata> committed) {
        RequestLedger ledger = new RequestLedger();
        committed.ifPresent(ledger::load);
        return ledger;
    }

    private void load(OffsetAndMetadata committed) {
        end = committed.offset();
        List<Long> differences = parse(committed.metadata());
        for (long difference : differences) {
            open.add(end);
            end += difference;
        }
        expected.addAll(open);
    }

    /** Returns the differences; empty if another program wrote the metadata. */
    private static List<Long> parse(String metadata) {
        List<Long> differences = new ArrayList<>();
        if (!metadata.startsWith(PREFIX)) {
            return differences;
        }
        try {
            for (String difference : metadata.substring(PREFIX.length()).split(",", -1)) {
                long parsed = Long.parseLong(difference, RADIX);
                if (parsed <= 0) {
                    return List.of();
                }
                differences.add(parsed);
            }
            return differences;
        } catch (NumberFormatException e) {
            return List.of();
        }
    }

    /** Records that a request has arrived, and returns whether it has to be answered. Offsets arrive in order. */
    boolean receive(long offset) {
        // An expected request below this offset has expired from the topic.
        NavigableSet<Long> expired = expected.headSet(offset, false);
        open.removeAll(expired);
        expired.clear();
        if (offset < end) {
            return expected.remove(offset);
        }
        end = offset + 1;
        return open.add(offset);
    }

    /** Returns the commit that marks {@code offset} as answered, in addition to what is answered now. */
    OffsetAndMetadata commitWith(long offset) {
        List<Long> stillOpen = open.stream().filter(other -> other != offset).toList();
        if (stillOpen.isEmpty()) {
            return new OffsetAndMetadata(Math.max(end, offset + 1), "");
        }
        List<Long> bounds = new ArrayList<>(stillOpen);
        bounds.add(Math.max(end, offset + 1));
        List<String> differences = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            differences.add(Long.toString(bounds.get(i) - bounds.get(i - 1), RADIX));
        }
        return new OffsetAndMetadata(
                stillOpen.get(0), differences.stream().collect(Collectors.joining(",", PREFIX, "")));
    }

    /** Records that the commit of {@link #commitWith} succeeded. */
    void markAnswered(long offset) {
        end = Math.max(end, offset + 1);
        open.remove(offset);
        expected.remove(offset);
    }

    /** Returns the number of open requests. */
    int openCount() {
        return open.size();
    }
}
