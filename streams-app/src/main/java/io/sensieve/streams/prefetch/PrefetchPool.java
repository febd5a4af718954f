package io.sensieve.streams.prefetch;

import io.sensieve.topic.Topics;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Provides polled records and threads that reconstruct them before their turn. Reconstructing a batch takes less time
 * than reconstructing its records one by one, and prefetch threads use other cores than the stream thread. The results
 * are bit-identical.
 */
public final class PrefetchPool implements AutoCloseable {
    private final PolledRecords polled = new PolledRecords(Topics.RECORDS.name());
    private final Optional<ExecutorService> threads;

    /** @param threads number of prefetch threads; with 0 the stream threads reconstruct every record */
    public PrefetchPool(int threads) {
        this.threads = threads == 0 ? Optional.empty() : Optional.of(pool(threads));
    }

    /**
     * The pool discards work after its shutdown, because a stream thread does the work that no prefetch thread has
     * begun.
     */
    private static ExecutorService pool(int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "prefetch");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** The polled records of all tasks. */
    public PolledRecords polled() {
        return polled;
    }

    /** Offers work to the threads; nothing happens if there are none. */
    public void offer(Runnable work) {
        threads.ifPresent(pool -> pool.execute(work));
    }

    @Override
    public void close() {
        threads.ifPresent(ExecutorService::shutdownNow);
    }
}
