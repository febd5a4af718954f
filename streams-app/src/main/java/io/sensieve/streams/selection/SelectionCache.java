package io.sensieve.streams.selection;

import io.sensieve.ModelReference;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.codec.RegistryUnavailableException;
import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.topic.WireFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checked selections that the threads of a process share. Holds at most two for each of
 * {@link SelectionSettings#layoutsMax()} layouts, the least recently used go first. Thread-safe.
 */
public final class SelectionCache {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionCache.class);
    private static final int REMEMBERED = 1_000;
    private static final long RETRY_MS = 1_000;

    private final SelectionSettings settings;
    private final WireFormat format;
    private final SelectionListener listener;
    private final AtomicLong epoch = new AtomicLong();
    private final Map<Key, LoadedSelection> loaded;
    private final Map<Key, Attempt> attempts = BoundedMap.leastRecentlyUsed(REMEMBERED);
    private final Map<Refusal, Boolean> counted = BoundedMap.leastRecentlyUsed(REMEMBERED);
    private final Map<String, Integer> newest;
    private long startedAt = Long.MAX_VALUE;

    private record Key(String layout, int version) {}

    private record Refusal(Key key, Reason reason) {}

    /**
     * A version that could not be loaded.
     *
     * @param present number of the model's first pieces that were seen to be there
     */
    private record Attempt(long epoch, long firstSeen, long triedAt, int present, RefusedSelectionException failure) {

        /** A missing piece is looked for with every change; a whole model that is wrong is costly to read again. */
        boolean isDue(long epochNow, long now) {
            return epoch != epochNow && (mayStillCome(failure) || now - triedAt >= RETRY_MS);
        }
    }

    /** @param format of the topics that selections come from */
    public SelectionCache(SelectionSettings settings, WireFormat format, SelectionListener listener) {
        this.settings = settings;
        this.format = format;
        this.listener = listener;
        this.loaded = BoundedMap.leastRecentlyUsed(2 * settings.layoutsMax());
        this.newest = BoundedMap.leastRecentlyUsed(settings.layoutsMax());
    }

    /** Grows with every change of a global store: what was looked up before is to be looked up again. */
    long epoch() {
        return epoch.get();
    }

    void changed() {
        epoch.incrementAndGet();
    }

    /** Notes that a task begins: only what is published from then on can be late. */
    synchronized void started(long now) {
        startedAt = Math.min(startedAt, now);
    }

    /** What a task reads selections from. */
    public SelectionStores stores(ProcessingContext context) {
        return new SelectionStores(context, format, settings.trustedKeys());
    }

    /** Most layouts that a task holds anything in memory for. */
    public int layoutsMax() {
        return settings.layoutsMax();
    }

    /**
     * The selection of a version, checked.
     *
     * @param now wall-clock milliseconds
     * @throws RefusedSelectionException if it must not be used, or parts of it are not there yet
     */
    public synchronized LoadedSelection load(SelectionStores stores, String layout, int version, long now) {
        Key key = new Key(layout, version);
        LoadedSelection ready = loaded.get(key);
        if (ready != null) {
            return ready;
        }
        long seen = epoch.get();
        Attempt last = attempts.get(key);
        if (last == null || last.isDue(seen, now)) {
            int present = last == null ? 0 : last.present();
            long firstSeen = last == null ? now : last.firstSeen();
            try {
                LoadedSelection selection = read(stores, layout, version, present);
                loaded.put(key, selection);
                attempts.remove(key);
                return selection;
            } catch (MissingChunkException e) {
                last = new Attempt(seen, firstSeen, now, e.present, e.refusal());
            } catch (RefusedSelectionException e) {
                last = new Attempt(seen, firstSeen, now, 0, e);
            } catch (RegistryUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                // Untrusted bytes must not end the thread, whatever a parser makes of them.
                RefusedSelectionException refusal = new RefusedSelectionException(Reason.UNREADABLE, e.toString(), e);
                last = new Attempt(seen, firstSeen, now, 0, refusal);
            }
            attempts.put(key, last);
        }
        if (!mayStillCome(last.failure())
                || now - last.firstSeen() >= settings.grace().toMillis()) {
            refuse(layout, version, last.failure());
        }
        throw last.failure();
    }

    /** Counts and logs a refusal, once for each version and reason. */
    synchronized void refuse(String layout, int version, RefusedSelectionException failure) {
        if (counted.put(new Refusal(new Key(layout, version), failure.reason()), true) == null) {
            LOG.atWarn()
                    .addKeyValue("layout", layout)
                    .addKeyValue("selectionVersion", version)
                    .addKeyValue("reason", failure.reason().label())
                    .addKeyValue("problem", failure.getMessage())
                    .log("selection refused, the last good one stays");
            listener.refused(layout, version, failure.reason());
        }
    }

    /**
     * Notes that a task uses {@code selection} from now on.
     *
     * @param publishedAt of the pointer that led to it, in milliseconds
     */
    synchronized void inForce(LoadedSelection selection, Optional<Long> publishedAt, long now) {
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
                .log("selection in force");
        Optional<Duration> sincePublished =
                publishedAt.filter(at -> at >= startedAt).map(at -> Duration.ofMillis(Math.max(0, now - at)));
        listener.switched(selection, previous, sincePublished);
    }

    /** Whether waiting may heal it: the parts of one transaction arrive on several partitions. */
    private static boolean mayStillCome(RefusedSelectionException failure) {
        return failure.reason() == Reason.MISSING_CHUNK || failure.reason() == Reason.MISSING_SELECTION;
    }

    private LoadedSelection read(SelectionStores stores, String layout, int version, int present) {
        Selection selection = stores.selection(layout, version);
        ModelReference model = selection.getModel();
        if (model.getBytes() <= settings.modelMaxBytes()) {
            expectAll(stores, model, present);
        }
        byte[] file =
                ModelChunks.join(model, settings.modelMaxBytes(), index -> stores.chunk(model.getSha256(), index));
        return LoadedSelection.of(selection, file, declared(stores, layout));
    }

    /** Meets a missing piece before any is joined, so that waiting for many pieces costs each of them one look. */
    private static void expectAll(SelectionStores stores, ModelReference model, int present) {
        long most = model.getBytes() / ModelChunks.CHUNK_BYTES + 1;
        for (int i = present; i < Math.min(model.getChunks(), most); i++) {
            if (!stores.hasChunk(model.getSha256(), i)) {
                throw new MissingChunkException(i, model);
            }
        }
    }

    private static Optional<SensorLayout> declared(SelectionStores stores, String layout) {
        try {
            return stores.layout(layout);
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }

    private static final class MissingChunkException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int present;

        MissingChunkException(int present, ModelReference model) {
            super("chunk " + present + " of " + model.getChunks() + " of model " + model.getSha256() + " is missing");
            this.present = present;
        }

        RefusedSelectionException refusal() {
            return new RefusedSelectionException(Reason.MISSING_CHUNK, String.valueOf(getMessage()));
        }
    }
}
