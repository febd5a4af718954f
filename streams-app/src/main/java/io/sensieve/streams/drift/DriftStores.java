package io.sensieve.streams.drift;

import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import io.sensieve.streams.state.LayoutMonitorState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The state stores of drift detection.
 *
 * @param windows sums of the open windows; key: layout, version and start
 * @param states verdict and history; key: layout
 * @param monitors error detector and sensors; key: layout and version
 */
record DriftStores(
        KeyValueStore<String, DriftPartial> windows,
        KeyValueStore<String, DriftState> states,
        KeyValueStore<String, LayoutMonitorState> monitors) {
    static final String WINDOWS = "drift-windows";
    static final String STATES = "drift-states";
    static final String MONITORS = "drift-monitors";

    /** Opens the stores of a task. */
    static DriftStores of(ProcessorContext<?, ?> context) {
        return new DriftStores(
                context.getStateStore(WINDOWS), context.getStateStore(STATES), context.getStateStore(MONITORS));
    }

    /** Builders of all three stores, each with a changelog. */
    static Set<StoreBuilder<?>> builders() {
        return new LinkedHashSet<>(List.of(
                builder(WINDOWS, AvroCodec.of(DriftPartial.class)),
                builder(STATES, AvroCodec.of(DriftState.class)),
                builder(MONITORS, AvroCodec.of(LayoutMonitorState.class))));
    }

    private static <T extends SpecificRecord> StoreBuilder<KeyValueStore<String, T>> builder(
            String name, AvroCodec<T> codec) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), codec.serde())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }
}
