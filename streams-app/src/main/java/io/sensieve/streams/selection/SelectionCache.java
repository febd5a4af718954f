package io.sensieve.streams.selection;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.topic.WireFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads, checks and shares the published selections of a process. Keeps at most seven selections, of which five to
 * compare the active one with, for each of {@link SelectionSettings#layoutsMax()} layouts and evicts the least recently
 * used first.
 *
 * <p>Thread-safe. Threads that need the same version wait for one load of it. A load holds no lock, so that a slow
 * model delays only the records of its own layout; each stream thread loads at most one model at a time.
 */
public final class SelectionCache {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionCache.class);
    private static final int LOADED_MAX = 7;
    private static final int REFUSALS_KEPT = 1_000;
    private static final long RETRY_MS = 1_000;

    private final SelectionSettings settings;
    private final WireFormat format;
    private final SelectionListener listener;
    private final AtomicLong epoch = new AtomicLong();
    private final ConcurrentMap<Key, FutureTask<LoadedSelection>> loading = new ConcurrentHashMap<>();
    private final Map<Key, LoadedSelection> loaded;
    private final Map<Key, FailedLoad> failed = BoundedMap.leastRecentlyUsed(REFUSALS_KEPT);
    private final Map<Refusal, Boolean> reported = BoundedMap.leastRecentlyUsed(REFUSALS_KEPT);
    private final Map<String, Integer> newest;
    private long startedAt = Long.MAX_VALUE;

    private record Key(String layout, int version) {}

    private record Refusal(Key key, Reason reason) {}

    /**
     * The latest failed load of a version.
     *
     * @param present number of leading chunks of the model that were present
     */
    private record FailedLoad(
            long epoch, long firstFailed, long lastTried, int present, RefusedSelectionException refusal) {

        /**
         * Whether to load again after a change of the stores: at once if parts may still arrive, otherwise after a
         * while, because reading a complete but wrong model again is costly.
         */
        boolean isDue(long epochNow, long now) {
            return epoch != epochNow && (mayArrive(refusal) || now - lastTried >= RETRY_MS);
        }
    }

    /** @param format wire format of the topics of selections, models and layouts */
    public SelectionCache(SelectionSettings settings, WireFormat format, SelectionListener listener) {
        this.settings = settings;
        this.format = format;
        this.listener = listener;
        this.loaded = BoundedMap.leastRecentlyUsed(LOADED_MAX * settings.layoutsMax());
        this.newest = BoundedMap.leastRecentlyUsed(settings.layoutsMax());
    }

    /** Maximum number of layouts for which a task keeps state in memory. */
    public int layoutsMax() {
        return settings.layoutsMax();
    }

    /** Grows with every change of a global store; results of an earlier epoch are out of date. */
    long epoch() {
        return epoch.get();
    }

    /** Starts a new epoch, because a global store has changed. */
    void startEpoch() {
        epoch.incrementAndGet();
    }

    /** Remembers the start of a task, because time to first use is measured for later publications only. */
    synchronized void taskStarted(long now) {
        startedAt = Math.min(startedAt, now);
    }

    /** Opens the global stores for a task. */
    public SelectionStores stores(ProcessingContext context) {
        return SelectionStores.of(context, format, settings.trustedKeys());
    }

    /**
     * Returns a version that has passed all checks; loads it first if necessary.
     *
     * @param stores of the calling thread's task
     * @param now wall-clock milliseconds
     * @throws RefusedSelectionException if the version must not be used, or parts of it have not arrived
     * @throws RuntimeException if the stores or the schema registry cannot be read
     */
    public LoadedSelection load(SelectionStores stores, String layout, int version, long now) {
        Key key = new Key(layout, version);
        while (true) {
            LoadedSelection ready = loaded(key);
            if (ready != null) {
                return ready;
            }
            FutureTask<LoadedSelection> own = new FutureTask<>(() -> loadUnlessKnown(stores, key, now));
            FutureTask<LoadedSelection> other = loading.putIfAbsent(key, own);
            if (other == null) {
                try {
                    own.run();
                } finally {
                    loading.remove(key, own);
                }
            }
            try {
                return (other == null ? own : other).get();
            } catch (ExecutionException e) {
                if (other == null || e.getCause() instanceof RefusedSelectionException) {
                    throw unchecked(e.getCause());
                }
                // The stores of the other thread's task failed: load with the own ones.
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException("a selection could not be loaded", cause);
    }

    private synchronized @Nullable LoadedSelection loaded(Key key) {
        return loaded.get(key);
    }

    private LoadedSelection loadUnlessKnown(SelectionStores stores, Key key, long now) {
        long seen = epoch.get();
        FailedLoad last;
        synchronized (this) {
            LoadedSelection ready = loaded.get(key);
            if (ready != null) {
                return ready;
            }
            last = failed.get(key);
        }
        if (last == null || last.isDue(seen, now)) {
            SelectionLoader loader =
                    new SelectionLoader(stores, settings.modelMaxBytes(), last == null ? 0 : last.present());
            try {
                return keep(key, loader.load(key.layout(), key.version()));
            } catch (RefusedSelectionException e) {
                last = new FailedLoad(seen, last == null ? now : last.firstFailed(), now, loader.present(), e);
                keep(key, last);
            }
        }
        RefusedSelectionException refusal = last.refusal();
        if (!mayArrive(refusal) || now - last.firstFailed() >= settings.grace().toMillis()) {
            report(key.layout(), key.version(), refusal);
        }
        throw refusal;
    }

    private synchronized LoadedSelection keep(Key key, LoadedSelection selection) {
        loaded.put(key, selection);
        failed.remove(key);
        return selection;
    }

    private synchronized void keep(Key key, FailedLoad failure) {
        failed.put(key, failure);
    }

    /** Counts and logs a refusal, once for each version and reason. */
    synchronized void report(String layout, int version, RefusedSelectionException refusal) {
        if (reported.put(new Refusal(new Key(layout, version), refusal.reason()), true) == null) {
            LOG.atWarn()
                    .addKeyValue("layout", layout)
                    .addKeyValue("selectionVersion", version)
                    .addKeyValue("reason", refusal.reason().label())
                    .addKeyValue("problem", refusal.getMessage())
                    .log("selection refused, the active selection stays");
            listener.onRefused(layout, version, refusal.reason());
        }
    }

    /**
     * Registers that a task has made {@code selection} its active one.
     *
     * @param publishedAt time of the pointer to it, in milliseconds
     */
    synchronized void activated(LoadedSelection selection, Optional<Long> publishedAt, long now) {
        String layout = selection.selection().getLayout();
        Integer before = newest.get(layout);
        if (before != null && before >= selection.version()) {
            return;
        }
        newest.put(layout, selection.version());
        Optional<LoadedSelection> previous =
                before == null ? Optional.empty() : Optional.ofNullable(loaded.get(new Key(layout, before)));
        LOG.atInfo()
                .addKeyValue("layout", layout)
                .addKeyValue("selectionVersion", selection.version())
                .log("selection activated");
        Optional<Duration> sincePublished =
                publishedAt.filter(at -> at >= startedAt).map(at -> Duration.ofMillis(Math.max(0, now - at)));
        listener.onSwitched(selection, previous, sincePublished);
    }

    /** Whether the missing part may still arrive: one transaction arrives on several partitions. */
    private static boolean mayArrive(RefusedSelectionException refusal) {
        return refusal.reason() == Reason.MISSING_CHUNK || refusal.reason() == Reason.MISSING_SELECTION;
    }
}
