package io.sensieve.systemtests.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sensieve.topic.DeadLetterHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Poison that went in against dead letters that came out. A header of the record numbers the poison, and must come back
 * with key, value and the right reason. Thread-safe.
 */
public final class PoisonPillLedger {
    /** Header with the poison's number in decimal digits. */
    static final String NUMBER = "torture.poison";

    private final Map<Long, Entry> entries = new HashMap<>();
    private long returned;
    private long duplicated;
    private long changed;
    private long unexpected;

    private static final class Entry {
        private final PoisonPill kind;
        private final String key;
        private final String value;
        private boolean back;

        Entry(PoisonPill kind, String key, String value) {
            this.kind = kind;
            this.key = key;
            this.value = value;
        }
    }

    /**
     * What the dead letters came to.
     *
     * @param missing that did not come back
     * @param changed that came back with another key, value or reason
     * @param duplicated that came back more than once
     * @param unexpected dead letters of records that can be used
     */
    public record Result(long injected, long returned, long missing, long changed, long duplicated, long unexpected) {}

    /** Notes a poison before it is sent; the result goes into its header. */
    synchronized byte[] inject(PoisonPill kind, byte @Nullable [] key, byte @Nullable [] value) {
        long number = entries.size();
        entries.put(number, new Entry(kind, digest(key), digest(value)));
        return Long.toString(number).getBytes(UTF_8);
    }

    /** Takes a dead letter. */
    public synchronized void addDeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        String number = text(headers, NUMBER);
        Entry entry = number.isEmpty() ? null : entries.get(Long.parseLong(number));
        if (entry == null) {
            unexpected++;
        } else if (entry.back) {
            duplicated++;
        } else {
            entry.back = true;
            returned++;
            boolean same = entry.key.equals(digest(key))
                    && entry.value.equals(digest(value))
                    && entry.kind.reason().equals(text(headers, DeadLetterHeaders.REASON));
            changed += same ? 0 : 1;
        }
    }

    public synchronized Result result() {
        return new Result(entries.size(), returned, entries.size() - returned, changed, duplicated, unexpected);
    }

    /** How many of each kind went in. */
    public synchronized Map<PoisonPill, Long> kinds() {
        Map<PoisonPill, Long> kinds = new EnumMap<>(PoisonPill.class);
        entries.values().forEach(entry -> kinds.merge(entry.kind, 1L, Long::sum));
        return kinds;
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private static String digest(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "null";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
