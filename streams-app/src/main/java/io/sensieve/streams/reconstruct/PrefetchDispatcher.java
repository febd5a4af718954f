package io.sensieve.streams.reconstruct;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.record.SensorRecordView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Dispatches the polled records of one task to the {@link ReconstructionScheduler} of their layout, before their turn.
 * Reads each record once, whatever the number of layouts. Used by the task's thread only.
 */
final class PrefetchDispatcher {
    /** Maximum look-ahead in offsets: about as many records as a task buffers. */
    private static final int AHEAD_MAX = 1_000;

    private static final int PORTION = 64;

    private final PolledPartition polled;
    private final Function<String, Optional<ReconstructionScheduler>> schedulers;
    private final SensorRecordView view;
    /** Schedulers whose last batch may not be full. */
    private final Set<ReconstructionScheduler> open = new HashSet<>();

    /** The offset after that of the last dispatched record. */
    private long dispatched;

    /**
     * Creates a dispatcher that has dispatched nothing.
     *
     * @param codec codec of the polled records
     * @param schedulers finds the scheduler of a layout; empty if the layout has none
     */
    PrefetchDispatcher(
            AvroCodec<SensorRecord> codec,
            PolledPartition polled,
            Function<String, Optional<ReconstructionScheduler>> schedulers) {
        this.view = new SensorRecordView(codec);
        this.polled = polled;
        this.schedulers = schedulers;
    }

    /** Dispatches the polled records, up to the first record for which its scheduler has no room. */
    void run() {
        long current = polled.currentOffset();
        dispatched = Math.max(dispatched, current);
        while (dispatched - current <= AHEAD_MAX - PORTION) {
            List<ConsumerRecord<byte[], byte[]>> upcoming = polled.from(dispatched, PORTION);
            if (upcoming.isEmpty()) {
                open.forEach(ReconstructionScheduler::offer);
                open.clear();
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : upcoming) {
                if (!dispatch(record)) {
                    return;
                }
                dispatched = record.offset() + 1;
            }
        }
    }

    /** Returns false if the scheduler has no room. Records without a scheduler are not prefetched. */
    private boolean dispatch(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || !view.readInPlace(value)) {
            return true;
        }
        Optional<ReconstructionScheduler> scheduler = schedulers.apply(view.layout());
        if (scheduler.isEmpty()) {
            return true;
        }
        open.add(scheduler.get());
        return scheduler.get().add(record, view.length());
    }
}
