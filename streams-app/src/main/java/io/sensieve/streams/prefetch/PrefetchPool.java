package io.sensieve.streams.prefetch;

import io.sensieve.topic.Topics;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets records be rebuilt before their turn: which ones have come, and threads to do it. Several records together take
 * less time than one by one, and another core than the stream thread's may do it. What comes out is the same.
 */
public final class PrefetchPool implements AutoCloseable {
    private final PolledRecords polled = new PolledRecords(Topics.RECORDS.name());
    private final Optional<ExecutorService> threads;

    /** @param threads that rebuild beside the stream threads; with none those do it all themselves */
    public PrefetchPool(int threads) {
        this.threads = threads == 0 ? Optional.empty() : Optional.of(pool(threads));
    }

    /** Discards what it is given once it is closed: all work can be done by whoever needs its result. */
    private static ExecutorService pool(int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "rebuild");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Records that have been polled. */
    public PolledRecords polled() {
        return polled;
    }

    /** Offers work to the threads. */
    public void offer(Runnable work) {
        threads.ifPresent(pool -> pool.execute(work));
    }

    @Override
    public void close() {
        threads.ifPresent(ExecutorService::shutdownNow);
    }
}
