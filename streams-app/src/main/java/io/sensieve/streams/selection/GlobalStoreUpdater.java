package io.sensieve.streams.selection;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Puts a topic's bytes into its global store, unread, and tells the library that something may have changed. */
public final class GlobalStoreUpdater implements Processor<@Nullable String, byte @Nullable [], Void, Void> {
    private final String name;
    private final SelectionCache library;
    private @Nullable KeyValueStore<String, byte[]> store;

    /** @param name the store's name */
    public GlobalStoreUpdater(String name, SelectionCache library) {
        this.name = name;
        this.library = library;
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
        library.changed();
    }
}
