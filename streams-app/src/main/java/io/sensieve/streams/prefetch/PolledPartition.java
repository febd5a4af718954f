package io.sensieve.streams.prefetch;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The polled records of one partition from the one that its task is at, by ascending offset. Thread-safe. */
public final class PolledPartition {
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private volatile long reached;

    /**
     * Takes what comes after what is there; where it does not, the partition is read anew, and what is there is gone.
     */
    public synchronized void add(List<ConsumerRecord<byte[], byte[]>> polled) {
        if (polled.isEmpty()) {
            return;
        }
        if (!records.isEmpty()
                && polled.get(0).offset() <= records.get(records.size() - 1).offset()) {
            records.clear();
        }
        forgetPassed();
        records.addAll(polled);
    }

    /** Notes that the task is at this offset: what lies before it is not kept beyond the next look. */
    public void reached(long offset) {
        reached = offset;
    }

    /** The offset that the task is at. */
    public long reached() {
        return reached;
    }

    /** At most so many records from an offset on. */
    public synchronized List<ConsumerRecord<byte[], byte[]>> from(long offset, int most) {
        forgetPassed();
        int first = position(offset);
        return List.copyOf(records.subList(first, Math.min(records.size(), first + most)));
    }

    /** Lets go of what lies before the offset that the task is at. */
    public synchronized void forgetPassed() {
        records.subList(0, position(reached)).clear();
    }

    /** Lets go of everything. */
    public synchronized void forgetAll() {
        records.clear();
    }

    /** Where the first record of at least this offset lies. */
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
