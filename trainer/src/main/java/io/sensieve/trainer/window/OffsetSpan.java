package io.sensieve.trainer.window;

/** Offsets of a partition, both ends included. */
public record OffsetSpan(long first, long last) {

    /** One offset. */
    static OffsetSpan of(long offset) {
        return new OffsetSpan(offset, offset);
    }

    /** The shortest that holds both. */
    OffsetSpan and(OffsetSpan other) {
        return new OffsetSpan(Math.min(first, other.first), Math.max(last, other.last));
    }
}
