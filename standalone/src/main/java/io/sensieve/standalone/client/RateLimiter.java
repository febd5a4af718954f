package io.sensieve.standalone.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Limits events to a rate, evenly spaced. After a delay the next events follow without a pause. */
public final class RateLimiter {
    private final double perSecond;
    private final long start = System.nanoTime();
    private long count;

    /**
     * Starts the clock.
     *
     * @param perSecond events per second; 0 is unlimited
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
