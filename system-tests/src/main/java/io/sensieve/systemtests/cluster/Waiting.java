package io.sensieve.systemtests.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a condition on other processes holds. */
public final class Waiting {
    private static final long POLL_MS = 100;

    private Waiting() {}

    /** A condition that is checked repeatedly. */
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Waits until {@code condition} holds; returns false if it does not within {@code timeout}. */
    public static boolean waited(Condition condition, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }

    /**
     * Waits until {@code condition} holds.
     *
     * @param what name of the condition for the message
     * @param condition condition to wait for
     * @param timeout maximum time to wait
     * @throws IllegalStateException if the condition does not hold within {@code timeout}
     */
    public static void await(String what, Condition condition, Duration timeout) throws InterruptedException {
        if (!waited(condition, timeout)) {
            throw new IllegalStateException(what + " did not happen within " + timeout.toSeconds() + " s");
        }
    }
}
