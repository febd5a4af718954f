package io.sensieve.standalone.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Spreads events evenly over time; after a delay it catches up. */
public final class RateLimiter {
    private final double perSecond;
    private final long start = System.nanoTime();
    private long count;

    /**
     * Starts now.
     *
     * @param perSecond events a second; 0 for as fast as can be
     */
    public RateLimiter(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits until the next event is due, or the thread is interrupted. */
    public void await() {
        if (perSecond <= 0) {
            return;
        }
        long due = start + (long) (count++ / perSecond * TimeUnit.SECONDS.toNanos(1));
        long wait = due - System.nanoTime();
        while (wait > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(wait);
            wait = due - System.nanoTime();
        }
    }
}
