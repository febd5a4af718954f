package io.sensieve.systemtests.check;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How promptly reduced records come out of each partition. Thread-safe. */
public final class PartitionProgress {
    /** A record that takes longer was held up. */
    static final Duration PROMPT = Duration.ofSeconds(1);

    private final int partitions;
    private final Map<Integer, Instant> newest = new HashMap<>();
    private Instant mark = Instant.EPOCH;
    private Instant lastHeldUp = Instant.EPOCH;
    private Duration longest = Duration.ZERO;
    private Duration longestEver = Duration.ZERO;

    public PartitionProgress(int partitions) {
        this.partitions = partitions;
    }

    /**
     * What happened since a mark.
     *
     * @param until from the mark until the last record that was held up had come out; 0 where none was
     * @param longest the longest that a record took to come out
     */
    public record Pause(Duration until, Duration longest) {}

    /** A record came out that was sent at {@code sent}. */
    synchronized void addOutput(int partition, Instant sent, Instant now) {
        newest.merge(partition, sent, (a, b) -> a.isAfter(b) ? a : b);
        Duration taken = Duration.between(sent, now);
        if (taken.compareTo(PROMPT) > 0) {
            lastHeldUp = now;
        }
        longest = max(longest, taken);
        longestEver = max(longestEver, taken);
    }

    /** Forgets what was before {@code now}. */
    public synchronized void mark(Instant now) {
        mark = now;
        lastHeldUp = now;
        longest = Duration.ZERO;
    }

    /** Whether records that were sent after {@code moment} have come out of every partition. */
    public synchronized boolean hasPassed(Instant moment) {
        return newest.size() == partitions && newest.values().stream().allMatch(sent -> sent.isAfter(moment));
    }

    /** Whether nothing was held up in the last {@code time}. */
    public synchronized boolean hasBeenPrompt(Duration time, Instant now) {
        return Duration.between(lastHeldUp, now).compareTo(time) > 0;
    }

    public synchronized Pause pause() {
        return new Pause(Duration.between(mark, lastHeldUp), longest);
    }

    public synchronized Duration longestEver() {
        return longestEver;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
