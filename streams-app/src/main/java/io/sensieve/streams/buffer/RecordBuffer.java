package io.sensieve.streams.buffer;

import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.record.RecordOrigin;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.state.BufferedHeader;
import io.sensieve.streams.state.BufferedRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the records of a task until the first selection of their layout arrives. Keeps the records unchanged in a
 * state store, in the order of their offsets; memory holds only a count and a first offset for each layout. Used by the
 * task's thread only.
 */
public final class RecordBuffer {
    /**
     * Name of the store. Key: layout, '/', offset as 8 bytes, most significant first. Value: a {@link BufferedRecord}.
     */
    public static final String STORE = "buffered-records";

    private static final AvroCodec<BufferedRecord> CODEC = AvroCodec.of(BufferedRecord.class);
    private static final int ENVELOPE_BYTES = 100_000;

    private final KeyValueStore<byte[], byte[]> store;
    private final Map<String, Queue> queues = new HashMap<>();
    private int size;

    private static final class Queue {
        private int count;
        private long first;

        Queue(long first) {
            this.first = first;
        }
    }

    /** Processes buffered records. */
    public interface Visitor {
        /** Processes a record and returns true; or returns false, which leaves the record in the buffer and stops. */
        boolean visit(BufferedRecord record);
    }

    /** Opens the buffer and counts the records that an earlier process has left in {@code store}. */
    public RecordBuffer(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                byte[] key = entries.next().key;
                String layout = new String(key, 0, key.length - Long.BYTES - 1, StandardCharsets.UTF_8);
                count(
                        layout,
                        ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES)
                                .getLong());
            }
        }
    }

    /**
     * Creates the builder of {@link #STORE}.
     *
     * @param maxBytes maximum bytes of a record, which its changelog topic must accept
     */
    public static StoreBuilder<KeyValueStore<byte[], byte[]>> store(int maxBytes) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingEnabled(
                        Map.of("max.message.bytes", Integer.toString(Math.max(1_048_588, maxBytes + ENVELOPE_BYTES))))
                .withCachingDisabled();
    }

    /** Number of buffered records. */
    public int size() {
        return size;
    }

    /** Whether no record of a layout is buffered. */
    public boolean isEmpty(String layout) {
        return !queues.containsKey(layout);
    }

    /** Returns the layouts that have buffered records. */
    public Set<String> layouts() {
        return Set.copyOf(queues.keySet());
    }

    /** Number of layouts that have buffered records. */
    int layoutCount() {
        return queues.size();
    }

    /**
     * Buffers a record.
     *
     * @param read the record's value
     * @param now wall-clock milliseconds
     */
    public void add(Record<byte[], ?> record, SensorRecordView read, RecordOrigin origin, long now) {
        List<BufferedHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new BufferedHeader(header.key(), buffer(header.value())));
        }
        BufferedRecord buffered = new BufferedRecord(
                ByteBuffer.wrap(record.key()),
                ByteBuffer.wrap(read.bytes()),
                headers,
                origin.topic(),
                origin.partition(),
                origin.offset(),
                record.timestamp(),
                now);
        byte[] key = key(read.layout(), origin.offset());
        if (store.get(key) == null) {
            count(read.layout(), origin.offset());
        }
        store.put(key, CODEC.encode(buffered));
    }

    /**
     * Removes and visits at most {@code most} records of a layout, oldest first.
     *
     * @return number of removed records
     */
    public int drain(String layout, int most, Visitor visitor) {
        Queue queue = queues.get(layout);
        if (queue == null) {
            return 0;
        }
        int removed = 0;
        long next = queue.first;
        try (KeyValueIterator<byte[], byte[]> entries =
                store.range(key(layout, queue.first), key(layout, Long.MAX_VALUE))) {
            while (removed < most && entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                BufferedRecord record = CODEC.decode(entry.value);
                next = record.getOffset();
                if (!visitor.visit(record)) {
                    break;
                }
                store.delete(entry.key);
                removed++;
                next++;
            }
        }
        queue.first = next;
        queue.count -= removed;
        size -= removed;
        if (queue.count <= 0) {
            queues.remove(layout);
        }
        return removed;
    }

    /** Returns a buffered record as it was read, with key, value, timestamp and headers. */
    public static Record<byte[], byte[]> record(BufferedRecord buffered) {
        return new Record<>(
                bytes(buffered.getKey()), bytes(buffered.getValue()), buffered.getTimestamp(), headers(buffered));
    }

    /** Returns the topic, partition and offset from which a buffered record was read. */
    public static RecordOrigin origin(BufferedRecord buffered) {
        return new RecordOrigin(buffered.getTopic(), buffered.getPartition(), buffered.getOffset());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Headers headers(BufferedRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.getHeaders().forEach(header -> {
            ByteBuffer value = header.getValue();
            headers.add(header.getName(), value == null ? null : bytes(value));
        });
        return headers;
    }

    private void count(String layout, long offset) {
        Queue queue = queues.computeIfAbsent(layout, name -> new Queue(offset));
        queue.first = Math.min(queue.first, offset);
        queue.count++;
        size++;
    }

    private static byte[] key(String layout, long offset) {
        byte[] name = layout.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 1 + Long.BYTES)
                .put(name)
                .put((byte) '/')
                .putLong(offset)
                .array();
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
