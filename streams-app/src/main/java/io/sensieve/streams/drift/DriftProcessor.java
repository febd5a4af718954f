package io.sensieve.streams.drift;

import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.state.DriftPartial;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Detects drift from the partial sums of all tasks. Sends drift reports and retrain requests. {@link DriftTask}
 * describes the steps and the bound of memory and stores.
 */
public final class DriftProcessor implements Processor<String, DriftPartial, String, SpecificRecord> {
    private final DriftSettings settings;
    private final SelectionCache selections;
    private final DriftMeter meter;
    private @Nullable DriftTask task;

    private DriftProcessor(DriftSettings settings, SelectionCache selections, DriftMeter meter) {
        this.settings = settings;
        this.selections = selections;
        this.meter = meter;
    }

    /** Supplies one processor for each task, and its stores. */
    public static ProcessorSupplier<String, DriftPartial, String, SpecificRecord> supplier(
            DriftSettings settings, SelectionCache selections, DriftMeter meter) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, DriftPartial, String, SpecificRecord> get() {
                return new DriftProcessor(settings, selections, meter);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return DriftStores.builders();
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        DriftTask opened = new DriftTask(settings, selections, meter, context);
        task = opened;
        context.schedule(settings.window().flushInterval(), PunctuationType.WALL_CLOCK_TIME, opened::closeDueWindows);
    }

    @Override
    public void process(Record<String, DriftPartial> record) {
        // Tasks write no tombstones, but other clients with access to the internal topic may.
        if (record.value() != null) {
            Objects.requireNonNull(task, "init comes first").process(record.value(), record.timestamp());
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
    }
}
