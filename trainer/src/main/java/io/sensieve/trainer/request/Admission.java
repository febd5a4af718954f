package io.sensieve.trainer.request;

/** Decision of {@link RequestQueue} about a request that has arrived. */
public enum Admission {
    /** The request is queued for a training. */
    QUEUED,
    /** The request is more urgent than the queued one of its layout; offer it again once that one is answered. */
    DISPLACES,
    /** The request is to be executed at once, without a training. */
    COMMAND,
    /** An operator has pinned the active version. */
    PINNED,
    /** The request names faulty channels, but none of them is both selected and replaceable. */
    NOT_AFFECTED,
    /** The request names a version that is not active, or precedes the publication of the active version. */
    OUTDATED,
    /** A training of the layout is queued already. */
    DUPLICATE,
    /** The layout's name is not allowed, the queue is full, or there are more layouts than {@code layouts.max}. */
    REJECTED
}
