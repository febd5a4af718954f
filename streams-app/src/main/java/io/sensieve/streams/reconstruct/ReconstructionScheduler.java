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
 * Schedules the reconstruction of the records of one selection in one task. Reconstructs the current record in a batch
 * with records that were polled with it. While the task processes a batch, a prefetch thread may reconstruct the next
 * batches. A prefetched reconstruction is used only for the record from whose bytes it was made, and dropped otherwise.
 * Used by the task's thread only.
 */
final class ReconstructionScheduler {
    /** Maximum number of batches after the current one. */
    private static final int AHEAD_MAX = 2;

    private final PrefetchPool prefetch;
    private final PolledPartition polled;
    private final PrefetchDispatcher dispatcher;
    private final int channels;

    /** For a record that is in no prefetched batch, for example because it was buffered. */
    private final ReconstructionBatch single;

    /** Batches after the current one, in the order of their records. */
    private final Deque<ScheduledBatch> upcoming = new ArrayDeque<>();

    /** Whether the last upcoming batch takes no more records. */
    private boolean lastClosed;

    private final Deque<ReconstructionBatch> unused = new ArrayDeque<>();
    private ReconstructionBatch current;
    private ReconstructionBatch batch;
    private int index;

    private record ScheduledBatch(ReconstructionBatch batch, FutureTask<?> work) {}

    /**
     * Creates a scheduler without records.
     *
     * @param codec codec of the polled records
     * @param dispatcher dispatches the polled records to the schedulers of the task
     * @param encoder encodes each reconstruction; null if reconstructions are not written
     */
    ReconstructionScheduler(
            LoadedSelection selection,
            AvroCodec<SensorRecord> codec,
            PrefetchPool prefetch,
            PolledPartition polled,
            PrefetchDispatcher dispatcher,
            @Nullable OutputEncoder encoder) {
        this.prefetch = prefetch;
        this.polled = polled;
        this.dispatcher = dispatcher;
        channels = selection.channelCount();
        int most = ReconstructionBatch.capacity(channels);
        single = new ReconstructionBatch(selection, codec, 1, encoder);
        current = new ReconstructionBatch(selection, codec, most, encoder);
        for (int i = 0; i < AHEAD_MAX; i++) {
            unused.add(new ReconstructionBatch(selection, codec, most, encoder));
        }
        batch = current;
    }

    /**
     * Adds a polled record to be reconstructed before its turn.
     *
     * @param length number of values; a record that has not D values is not prefetched
     * @return false if there is no room for it yet
     */
    boolean add(ConsumerRecord<byte[], byte[]> record, int length) {
        if (length != channels) {
            return true;
        }
        if (upcoming.isEmpty() || lastClosed) {
            if (unused.isEmpty()) {
                // Batches whose records were passed without being used must not keep their place.
                advance(polled.currentOffset());
            }
            if (unused.isEmpty()) {
                return false;
            }
            ReconstructionBatch next = unused.remove();
            upcoming.add(new ScheduledBatch(next, new FutureTask<>(next::reconstruct, true)));
            lastClosed = false;
        }
        ReconstructionBatch last = upcoming.getLast().batch();
        last.add(record);
        if (last.isFull()) {
            offer();
        }
        return true;
    }

    /**
     * Offers the last batch to the prefetch threads, although it may have room for more records. Leaves a batch that
     * the task has reached to the task's thread, because no other thread would be faster.
     */
    void offer() {
        if (upcoming.isEmpty() || lastClosed) {
            return;
        }
        lastClosed = true;
        ScheduledBatch last = upcoming.getLast();
        if (last.batch().firstOffset() > polled.currentOffset()) {
            prefetch.offer(last.work());
        }
    }

    /**
     * Reconstructs the current record, unless it was prefetched. {@link #batch} and {@link #index} locate the result.
     */
    void reconstruct(SensorRecordView record) {
        byte[] bytes = record.bytes();
        if (isInCurrent(bytes, batch == current ? index + 1 : 0)) {
            return;
        }
        long offset = polled.currentOffset();
        if (!current.covers(offset)) {
            dispatcher.run();
            advance(offset);
        }
        if (!isInCurrent(bytes, 0)) {
            single.reconstruct(record);
            batch = single;
            index = 0;
        }
    }

    private boolean isInCurrent(byte[] bytes, int from) {
        int found = current.indexOf(bytes, from);
        if (found >= 0) {
            batch = current;
            index = found;
        }
        return found >= 0;
    }

    /** Advances to the batch of an offset, or to the last batch before it. */
    private void advance(long offset) {
        while (!current.covers(offset)
                && !upcoming.isEmpty()
                && upcoming.element().batch().firstOffset() <= offset) {
            ScheduledBatch next = upcoming.remove();
            finish(next.work());
            current.clear();
            unused.add(current);
            current = next.batch();
        }
    }

    /** Does the work if no thread has begun it; otherwise waits for the thread. */
    private static void finish(FutureTask<?> work) {
        work.run();
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("records could not be reconstructed", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Batch of the current record. */
    ReconstructionBatch batch() {
        return batch;
    }

    /** Index of the current record in its batch. */
    int index() {
        return index;
    }
}
