package sensieve.streams.record;

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
import sensieve.PendingHeader;
import sensieve.PendingRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.SensorRecordView;

/**
 * Records of a task that wait for the first selection of their layout, as they came, in the order of their offsets. In
 * memory are only a count and a first offset for each waiting layout. Used by the task's thread only.
 */
final class PendingRecords {
    /** Key: layout, '/', offset as 8 bytes, most significant first. Value: a {@link PendingRecord}. */
    static final String STORE = "pending-records";

    private static final AvroCodec<PendingRecord> CODEC = AvroCodec.of(PendingRecord.class);
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

    /** Takes one waiting record; false leaves it and ends the walk. */
    interface Visitor {
        boolean take(PendingRecord record);
    }

    PendingRecords(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                byte[] key = entries.next().key;
                String layout = new String(key, 0, key.length - Long.BYTES - 1, StandardCharsets.UTF_8);
                add(
                        layout,
                        ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES)
                                .getLong());
            }
        }
    }

    /** Builds {@link #STORE}; its changelog takes whatever {@code maxBytes} of record make. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> store(int maxBytes) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingEnabled(
                        Map.of("max.message.bytes", Integer.toString(Math.max(1_048_588, maxBytes + ENVELOPE_BYTES))))
                .withCachingDisabled();
    }

    int size() {
        return size;
    }

    boolean isEmpty(String layout) {
        return !queues.containsKey(layout);
    }

    Set<String> layouts() {
        return Set.copyOf(queues.keySet());
    }

    void hold(Record<byte[], ?> record, SensorRecordView read, Origin origin, long now) {
        List<PendingHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new PendingHeader(header.key(), buffer(header.value())));
        }
        PendingRecord pending = new PendingRecord(
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
            add(read.layout(), origin.offset());
        }
        store.put(key, CODEC.encode(pending));
    }

    /** Hands out at most {@code most} records of a layout, oldest first; those taken wait no more. */
    int drain(String layout, int most, Visitor visitor) {
        Queue queue = queues.get(layout);
        if (queue == null) {
            return 0;
        }
        int taken = 0;
        long next = queue.first;
        try (KeyValueIterator<byte[], byte[]> entries =
                store.range(key(layout, queue.first), key(layout, Long.MAX_VALUE))) {
            while (taken < most && entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                PendingRecord record = CODEC.decode(entry.value);
                next = record.getOffset();
                if (!visitor.take(record)) {
                    break;
                }
                store.delete(entry.key);
                taken++;
                next++;
            }
        }
        queue.first = next;
        queue.count -= taken;
        size -= taken;
        if (queue.count <= 0) {
            queues.remove(layout);
        }
        return taken;
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static Headers headers(PendingRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.getHeaders().forEach(header -> {
            ByteBuffer value = header.getValue();
            headers.add(header.getName(), value == null ? null : bytes(value));
        });
        return headers;
    }

    private void add(String layout, long offset) {
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
