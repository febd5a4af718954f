package io.sensieve.streams.project;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.buffer.BufferPolicy;
import io.sensieve.streams.buffer.BufferSettings;
import io.sensieve.streams.buffer.RecordBuffer;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.reconstruct.ProjectionBuffers;
import io.sensieve.streams.reconstruct.ReconstructionSettings;
import io.sensieve.streams.record.IngestSettings;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.record.RecordOrigin;
import io.sensieve.streams.record.RecordReader;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.record.UnusableRecordException;
import io.sensieve.streams.selection.ActiveSelections;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.topic.WireFormat;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads each record and projects it to the selected channels. Buffers the records of a layout until its first selection
 * arrives, and dead-letters records that cannot be read or projected, with their bytes and headers.
 *
 * <p>Once a selection is there, buffered records go before newer ones, so that the order of a device is kept. Each
 * record and each tick projects a portion of the buffered records, so that no poll takes too long.
 */
public final class ProjectProcessor implements Processor<byte[], byte @Nullable [], byte[], Object> {
    private static final Duration TICK = Duration.ofMillis(200);
    /**
     * Maximum number of buffered records that are projected before a new one; small, because a transaction must end
     * before its timeout.
     */
    private static final int PORTION = 20;

    /** Maximum number of buffered records that are projected or dead-lettered at a tick. */
    private static final int TICK_PORTION = 2_000;

    private final IngestSettings ingest;
    private final BufferSettings bufferSettings;
    private final SelectionCache cache;
    private final RecordReader reader;
    private final WireFormat format;
    private final ReconstructionSettings reconstruction;
    private final PrefetchPool prefetch;
    private final RecordMeter meter;
    private @Nullable Task task;

    private record Task(
            ProcessorContext<byte[], Object> context,
            ActiveSelections selections,
            LayoutChecks checks,
            BufferedRecords buffered,
            PolledPartition polled,
            RecordProjector projector,
            DeadLetterForwarder deadLetters) {}

    private ProjectProcessor(
            IngestSettings ingest,
            BufferSettings bufferSettings,
            SelectionCache cache,
            WireFormat format,
            ReconstructionSettings reconstruction,
            PrefetchPool prefetch,
            RecordMeter meter) {
        this.ingest = ingest;
        this.bufferSettings = bufferSettings;
        this.cache = cache;
        this.reader = new RecordReader(format.records(), ingest.maxBytes());
        this.format = format;
        this.reconstruction = reconstruction;
        this.prefetch = prefetch;
        this.meter = meter;
    }

    /** Supplies one processor for each task, with the stores that it needs. */
    public static ProcessorSupplier<byte[], byte @Nullable [], byte[], Object> supplier(
            IngestSettings ingest,
            BufferSettings buffer,
            SelectionCache cache,
            WireFormat format,
            ReconstructionSettings reconstruction,
            PrefetchPool prefetch,
            RecordMeter meter) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte @Nullable [], byte[], Object> get() {
                return new ProjectProcessor(ingest, buffer, cache, format, reconstruction, prefetch, meter);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return new LinkedHashSet<>(List.of(ActiveSelections.store(), RecordBuffer.store(ingest.maxBytes())));
            }
        };
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        PolledPartition polled = prefetch.polled().partition(context.taskId().partition());
        ActiveSelections selections = new ActiveSelections(context, cache);
        LayoutChecks checks = new LayoutChecks(selections, ingest.declaredOnly());
        RecordProjector projector = new RecordProjector(
                context,
                new ProjectionBuffers(cache.layoutsMax(), format, prefetch, polled, reconstruction.written()),
                reconstruction.isEnabled(),
                meter);
        DeadLetterForwarder deadLetters = new DeadLetterForwarder(context, meter);
        BufferedRecords buffered = new BufferedRecords(
                context,
                bufferSettings,
                new BufferPolicy(bufferSettings, cache.layoutsMax()),
                new RecordReader(format.records(), ingest.maxBytes()),
                checks,
                projector,
                deadLetters,
                meter);
        task = new Task(context, selections, checks, buffered, polled, projector, deadLetters);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        Task task = task();
        task.context().recordMetadata().ifPresent(at -> task.polled().moveTo(at.offset()));
        meter.countReceived();
        try {
            process(record, reader.read(record));
        } catch (UnusableRecordException e) {
            task.deadLetters().deadLetter(record, record.value(), e, RecordOrigin.of(task.context()));
        }
    }

    private void process(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        Task task = task();
        String layout = read.layout();
        Optional<LoadedSelection> selection = task.selections().of(layout);
        if (task.checks().isRefused(layout)) {
            task.buffered().add(record, read);
            return;
        }
        task.checks().checkDeclaredLength(read);
        if (selection.isPresent()) {
            task.buffered().project(layout, selection.get(), PORTION);
        }
        if (selection.isPresent() && task.buffered().isEmpty(layout)) {
            task.projector().project(record, read, selection.get());
        } else {
            task.buffered().add(record, read);
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.polled().clear();
            task.buffered().close();
        }
    }

    private void tick(long now) {
        Task task = task();
        task.polled().removePassed();
        task.selections().retry();
        BufferedRecords buffered = task.buffered();
        int most = TICK_PORTION;
        for (String layout : buffered.layouts()) {
            Optional<LoadedSelection> selection = task.selections().of(layout);
            if (task.checks().isRefused(layout)) {
                most -= buffered.expireUndeclared(
                        layout, now - ingest.undeclaredGrace().toMillis(), most);
            } else if (selection.isPresent()) {
                most -= buffered.project(layout, selection.get(), most);
            } else {
                most -= buffered.expire(layout, now, most);
            }
        }
    }

    private Task task() {
        return Objects.requireNonNull(task, "init must be called first");
    }
}
