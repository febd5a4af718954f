package io.sensieve.systemtests.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes do. */
public final class Waiting {
    private static final long LOOK_MS = 100;

    private Waiting() {}

    /** Something that may be so. */
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Waits until {@code condition} holds; false where it does not within {@code most}. */
    public static boolean waited(Condition condition, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        return true;
    }

    /**
     * Waits until {@code condition} holds.
     *
     * @param what is waited for, for the message
     * @throws IllegalStateException if it does not within {@code most}
     */
    public static void await(String what, Condition condition, Duration most) throws InterruptedException {
        if (!waited(condition, most)) {
            throw new IllegalStateException(what + " did not come within " + most.toSeconds() + " s");
        }
    }
}
