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
 * Hands what was polled for one task on to those who rebuild it, layout by layout, before its turn. Each record is
 * looked at once, however many layouts there are. Used by the task's thread only.
 */
final class PrefetchDispatcher {
    /** How far ahead of the record at hand, in offsets: about as many as a task holds. */
    private static final int AHEAD_MAX = 1_000;

    private static final int PORTION = 64;

    private final PolledPartition polled;
    private final Function<String, Optional<ReconstructionScheduler>> layouts;
    private final SensorRecordView view;
    /** Those that were handed records which may still wait for more. */
    private final Set<ReconstructionScheduler> fed = new HashSet<>();

    /** The offset behind the last record that was handed on. */
    private long routed;

    /**
     * Nothing is handed on yet.
     *
     * @param codec tells which polled records can be read where they lie
     * @param layouts who rebuilds the records of a layout; empty where nobody does yet
     */
    PrefetchDispatcher(
            AvroCodec<SensorRecord> codec,
            PolledPartition polled,
            Function<String, Optional<ReconstructionScheduler>> layouts) {
        this.view = new SensorRecordView(codec);
        this.polled = polled;
        this.layouts = layouts;
    }

    /** Hands on what there is, up to a record that its layout has no room for. */
    void run() {
        long reached = polled.reached();
        routed = Math.max(routed, reached);
        while (routed - reached <= AHEAD_MAX - PORTION) {
            List<ConsumerRecord<byte[], byte[]>> upcoming = polled.from(routed, PORTION);
            if (upcoming.isEmpty()) {
                fed.forEach(ReconstructionScheduler::offer);
                fed.clear();
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : upcoming) {
                if (!handedOn(record)) {
                    return;
                }
                routed = record.offset() + 1;
            }
        }
    }

    /** False where its layout has no room for it. What nobody rebuilds ahead is left to whoever comes upon it. */
    private boolean handedOn(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || !view.readInPlace(value)) {
            return true;
        }
        Optional<ReconstructionScheduler> layout = layouts.apply(view.layout());
        if (layout.isEmpty()) {
            return true;
        }
        fed.add(layout.get());
        return layout.get().add(record, view.length());
    }
}
