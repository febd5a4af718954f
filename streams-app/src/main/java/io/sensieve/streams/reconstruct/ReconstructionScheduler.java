package io.sensieve.streams.reconstruct;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.record.OutputEncoder;
import io.sensieve.streams.record.SensorRecordView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the records of one selection in one task. Those that were polled with the one at hand are rebuilt with it;
 * and while the task goes through them, another thread may rebuild the next ones. Only a record whose turn has come
 * goes on, and only if it is the one that was rebuilt: what was rebuilt in vain is dropped. Used by the task's thread
 * only.
 */
final class ReconstructionScheduler {
    /** Batches that are prepared behind the one at hand. */
    private static final int AHEAD_MAX = 2;

    private final PrefetchPool ahead;
    private final PolledPartition polled;
    private final PrefetchDispatcher routing;
    private final int channels;

    /** For a record that was not polled just now, because it has waited or is read some other way. */
    private final ReconstructionBatch alone;

    /** In the order of the records. */
    private final Deque<Prepared> coming = new ArrayDeque<>();

    /** Whether the last of them takes no more records. */
    private boolean closed;

    private final Deque<ReconstructionBatch> unused = new ArrayDeque<>();
    private ReconstructionBatch current;
    private ReconstructionBatch batch;
    private int place;

    private record Prepared(ReconstructionBatch batch, FutureTask<?> work) {}

    /**
     * Nothing is rebuilt yet.
     *
     * @param codec of the records
     * @param routing brings what was polled
     * @param encoder writes each rebuilt record; null where they are not wanted
     */
    ReconstructionScheduler(
            LoadedSelection selection,
            AvroCodec<SensorRecord> codec,
            PrefetchPool ahead,
            PolledPartition polled,
            PrefetchDispatcher routing,
            @Nullable OutputEncoder encoder) {
        this.ahead = ahead;
        this.polled = polled;
        this.routing = routing;
        channels = selection.channelCount();
        int most = ReconstructionBatch.together(channels);
        alone = new ReconstructionBatch(selection, codec, 1, encoder);
        current = new ReconstructionBatch(selection, codec, most, encoder);
        for (int i = 0; i < AHEAD_MAX; i++) {
            unused.add(new ReconstructionBatch(selection, codec, most, encoder));
        }
        batch = current;
    }

    /**
     * Takes a polled record to be rebuilt before its turn.
     *
     * @param length how many values it has; with more or fewer than D it is left to whoever comes upon it
     * @return false where there is no room for it yet
     */
    boolean add(ConsumerRecord<byte[], byte[]> record, int length) {
        if (length != channels) {
            return true;
        }
        if (coming.isEmpty() || closed) {
            if (unused.isEmpty()) {
                // What was passed without being asked for must not be in the way for ever.
                advance(polled.reached());
            }
            if (unused.isEmpty()) {
                return false;
            }
            ReconstructionBatch next = unused.remove();
            coming.add(new Prepared(next, new FutureTask<>(next::rebuild, true)));
            closed = false;
        }
        ReconstructionBatch last = coming.getLast().batch();
        last.choose(record);
        if (last.full()) {
            offer();
        }
        return true;
    }

    /**
     * Has the records that were added rebuilt, although there may be room for more. Those that are at hand already are
     * left to the task's thread: no other would be quicker.
     */
    void offer() {
        if (coming.isEmpty() || closed) {
            return;
        }
        closed = true;
        Prepared last = coming.getLast();
        if (last.batch().begin() > polled.reached()) {
            ahead.offer(last.work());
        }
    }

    /** Rebuilds the record at hand, if that was not done before; {@link #batch} and {@link #place} tell where it is. */
    void rebuild(SensorRecordView record) {
        byte[] bytes = record.bytes();
        if (isInCurrent(bytes, batch == current ? place + 1 : 0)) {
            return;
        }
        long offset = polled.reached();
        if (!current.covers(offset)) {
            routing.run();
            advance(offset);
        }
        if (!isInCurrent(bytes, 0)) {
            alone.rebuild(record);
            batch = alone;
            place = 0;
        }
    }

    private boolean isInCurrent(byte[] bytes, int from) {
        int found = current.find(bytes, from);
        if (found >= 0) {
            batch = current;
            place = found;
        }
        return found >= 0;
    }

    /** Goes on to the batch of an offset, or to the last one before it. */
    private void advance(long offset) {
        while (!current.covers(offset)
                && !coming.isEmpty()
                && coming.element().batch().begin() <= offset) {
            Prepared next = coming.remove();
            finish(next.work());
            current.clear();
            unused.add(current);
            current = next.batch();
        }
    }

    /** Does what no thread has begun, and waits for what one has. */
    private static void finish(FutureTask<?> work) {
        work.run();
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("records could not be rebuilt", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Where the record at hand was rebuilt. */
    ReconstructionBatch batch() {
        return batch;
    }

    /** Its place there. */
    int place() {
        return place;
    }
}
