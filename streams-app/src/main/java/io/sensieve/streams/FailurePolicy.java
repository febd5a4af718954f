package io.sensieve.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what happens after a stream thread has failed. Replaces the thread after a retriable failure of the cluster,
 * at most {@value #REPLACED_MAX} times in {@link #PERIOD}; any other failure ends the process.
 */
final class FailurePolicy {
    static final int REPLACED_MAX = 10;
    static final Duration PERIOD = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private final InstantSource clock;
    private final Deque<Instant> replaced = new ArrayDeque<>();

    FailurePolicy(InstantSource clock) {
        this.clock = clock;
    }

    synchronized StreamThreadExceptionResponse onFailure(Throwable failure) {
        Instant now = clock.instant();
        while (!replaced.isEmpty() && !replaced.peekFirst().isAfter(now.minus(PERIOD))) {
            replaced.removeFirst();
        }
        if (!isRetriable(failure) || replaced.size() >= REPLACED_MAX) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replaced.addLast(now);
        LOG.atWarn()
                .setCause(failure)
                .addKeyValue("replaced", replaced.size())
                .log("stream thread failed and is replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isRetriable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
