package io.sensieve.trainer.window;

/** Offsets of a partition, from {@code first} to {@code last}, both included. */
public record OffsetSpan(long first, long last) {

    static OffsetSpan of(long offset) {
        return new OffsetSpan(offset, offset);
    }

    /** Returns the shortest span that includes both spans. */
    OffsetSpan union(OffsetSpan other) {
        return new OffsetSpan(Math.min(first, other.first), Math.max(last, other.last));
    }
}
