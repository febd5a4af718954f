package io.sensieve.systemtests.check;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Tracks the delay of the reduced records of each partition. Thread-safe. */
public final class PartitionProgress {
    /** A record with a longer delay is late. */
    static final Duration PROMPT = Duration.ofSeconds(1);

    private final int partitions;
    private final Map<Integer, Instant> newest = new HashMap<>();
    private Instant mark = Instant.EPOCH;
    private Instant lastLate = Instant.EPOCH;
    private Duration longest = Duration.ZERO;
    private Duration longestEver = Duration.ZERO;

    public PartitionProgress(int partitions) {
        this.partitions = partitions;
    }

    /**
     * Delays since a mark.
     *
     * @param until time from the mark to the last late record; 0 without late records
     * @param longest longest delay of a record
     */
    public record Pause(Duration until, Duration longest) {}

    /** Adds a reduced record that arrived now; {@code sent} is the time at which the device sent it. */
    synchronized void addOutput(int partition, Instant sent, Instant now) {
        newest.merge(partition, sent, (a, b) -> a.isAfter(b) ? a : b);
        Duration taken = Duration.between(sent, now);
        if (taken.compareTo(PROMPT) > 0) {
            lastLate = now;
        }
        longest = max(longest, taken);
        longestEver = max(longestEver, taken);
    }

    /** Starts a new period at {@code now}. */
    public synchronized void mark(Instant now) {
        mark = now;
        lastLate = now;
        longest = Duration.ZERO;
    }

    /** Whether every partition has an output of a record that was sent after {@code moment}. */
    public synchronized boolean hasPassed(Instant moment) {
        return newest.size() == partitions && newest.values().stream().allMatch(sent -> sent.isAfter(moment));
    }

    /** Whether no record was late in the last {@code time}. */
    public synchronized boolean hasBeenPrompt(Duration time, Instant now) {
        return Duration.between(lastLate, now).compareTo(time) > 0;
    }

    public synchronized Pause pause() {
        return new Pause(Duration.between(mark, lastLate), longest);
    }

    public synchronized Duration longestEver() {
        return longestEver;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
