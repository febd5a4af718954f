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
 * Compares poison pills with their dead letters. A header numbers each poison pill; the dead letter must have the same
 * header, key and value, and the right reason. Thread-safe.
 */
public final class PoisonPillLedger {
    /** Header with the decimal number of the poison pill. */
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
        private boolean returned;

        Entry(PoisonPill kind, String key, String value) {
            this.kind = kind;
            this.key = key;
            this.value = value;
        }
    }

    /**
     * Counts of poison pills and dead letters.
     *
     * @param injected number of sent poison pills
     * @param returned number of poison pills with a dead letter
     * @param missing number of poison pills without a dead letter
     * @param changed number of dead letters with another key, value or reason
     * @param duplicated number of duplicate dead letters
     * @param unexpected number of dead letters of valid records
     */
    public record Result(long injected, long returned, long missing, long changed, long duplicated, long unexpected) {}

    /** Adds a poison pill before it is sent and returns the value of its header. */
    synchronized byte[] inject(PoisonPill kind, byte @Nullable [] key, byte @Nullable [] value) {
        long number = entries.size();
        entries.put(number, new Entry(kind, digest(key), digest(value)));
        return Long.toString(number).getBytes(UTF_8);
    }

    /** Adds a dead letter. */
    public synchronized void addDeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        String number = text(headers, NUMBER);
        Entry entry = number.isEmpty() ? null : entries.get(Long.parseLong(number));
        if (entry == null) {
            unexpected++;
        } else if (entry.returned) {
            duplicated++;
        } else {
            entry.returned = true;
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

    /** Number of sent poison pills of each kind. */
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
