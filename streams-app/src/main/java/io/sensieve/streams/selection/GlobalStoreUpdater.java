package io.sensieve.streams.selection;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Writes the bytes of a topic to its global store, unread, and starts a new epoch of the cache. */
public final class GlobalStoreUpdater implements Processor<@Nullable String, byte @Nullable [], Void, Void> {
    private final String name;
    private final SelectionCache cache;
    private @Nullable KeyValueStore<String, byte[]> store;

    /** @param name name of the store */
    public GlobalStoreUpdater(String name, SelectionCache cache) {
        this.name = name;
        this.cache = cache;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(name);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        String key = record.key();
        if (store == null || key == null) {
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, value);
        }
        cache.startEpoch();
    }
}
