package io.sensieve.streams.prefetch;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Holds the polled records of one partition from its task's current offset on, by ascending offset. Thread-safe. */
public final class PolledPartition {
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private volatile long currentOffset;

    /**
     * Appends polled records. If they do not follow the records that are held, the consumer has been reset: the held
     * records are dropped.
     */
    public synchronized void add(List<ConsumerRecord<byte[], byte[]>> polled) {
        if (polled.isEmpty()) {
            return;
        }
        if (!records.isEmpty()
                && polled.get(0).offset() <= records.get(records.size() - 1).offset()) {
            records.clear();
        }
        removePassed();
        records.addAll(polled);
    }

    /** Sets the offset of the record that the task processes. Earlier records are removed later. */
    public void moveTo(long offset) {
        currentOffset = offset;
    }

    /** Offset of the record that the task processes. */
    public long currentOffset() {
        return currentOffset;
    }

    /** Returns at most {@code most} records from an offset on. */
    public synchronized List<ConsumerRecord<byte[], byte[]>> from(long offset, int most) {
        removePassed();
        int first = position(offset);
        return List.copyOf(records.subList(first, Math.min(records.size(), first + most)));
    }

    /** Removes the records before the current offset. */
    public synchronized void removePassed() {
        records.subList(0, position(currentOffset)).clear();
    }

    /** Removes all records. */
    public synchronized void clear() {
        records.clear();
    }

    /** Position of the first record whose offset is at least {@code offset}. */
    private int position(long offset) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
