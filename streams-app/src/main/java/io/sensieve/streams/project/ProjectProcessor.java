package io.sensieve.streams.project;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.buffer.BufferPolicy;
import io.sensieve.streams.buffer.BufferSettings;
import io.sensieve.streams.buffer.RecordBuffer;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.reconstruct.ProjectionBuffers;
import io.sensieve.streams.reconstruct.ReconstructionSettings;
import io.sensieve.streams.record.DeadLetterReason;
import io.sensieve.streams.record.DeadLetters;
import io.sensieve.streams.record.IngestSettings;
import io.sensieve.streams.record.NodeNames;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.record.RecordOrigin;
import io.sensieve.streams.record.RecordReader;
import io.sensieve.streams.record.RecordTimestamps;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.record.UnusableRecordException;
import io.sensieve.streams.selection.ActiveSelections;
import io.sensieve.streams.selection.SelectionCache;
import io.sensieve.streams.state.BufferedRecord;
import io.sensieve.topic.WireFormat;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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
 * <p>Once a selection is there, buffered records go before newer ones, so that the order of a device is kept. A portion
 * of them follows each record and each tick, so that no poll takes too long.
 */
public final class ProjectProcessor implements Processor<byte[], byte @Nullable [], byte[], Object> {
    private static final Duration TICK = Duration.ofMillis(200);
    /** Buffered records for each record; small, because a transaction must end before its timeout. */
    private static final int PORTION = 20;

    private static final int TICK_PORTION = 2_000;

    private final IngestSettings ingest;
    private final BufferSettings bufferSettings;
    private final BufferPolicy policy;
    private final SelectionCache cache;
    private final RecordReader reader;
    /** Reads buffered records while {@link #reader} still holds the current record. */
    private final RecordReader bufferedReader;

    private final WireFormat format;
    private final ReconstructionSettings reconstruction;
    private final PrefetchPool prefetch;
    private final RecordMeter meter;
    private @Nullable Task task;

    private record Task(
            ProcessorContext<byte[], Object> context,
            ActiveSelections selections,
            RecordBuffer buffer,
            PolledPartition polled,
            ProjectionBuffers projections) {}

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
        this.policy = new BufferPolicy(bufferSettings, cache.layoutsMax());
        this.cache = cache;
        this.reader = new RecordReader(format.records(), ingest.maxBytes());
        this.bufferedReader = new RecordReader(format.records(), ingest.maxBytes());
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
        task = new Task(
                context,
                new ActiveSelections(context, cache),
                new RecordBuffer(context.getStateStore(RecordBuffer.STORE)),
                polled,
                new ProjectionBuffers(cache.layoutsMax(), format, prefetch, polled, reconstruction.written()));
        meter.addBuffered(task.buffer().size());
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
            deadLetter(record, record.value(), e, RecordOrigin.of(task.context()));
        }
    }

    private void process(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        Task task = task();
        String layout = read.layout();
        Optional<LoadedSelection> selection = task.selections().of(layout);
        if (isRefused(layout)) {
            buffer(record, read);
            return;
        }
        checkDeclaredLength(read);
        if (selection.isPresent()) {
            drain(layout, selection.get(), PORTION);
        }
        if (selection.isPresent() && task.buffer().isEmpty(layout)) {
            project(record, read, selection.get());
        } else {
            buffer(record, read);
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.polled().clear();
            meter.addBuffered(-task.buffer().size());
        }
    }

    private void tick(long now) {
        Task task = task();
        task.polled().removePassed();
        task.selections().retry();
        int most = TICK_PORTION;
        for (String layout : task.buffer().layouts()) {
            Optional<LoadedSelection> selection = task.selections().of(layout);
            if (isRefused(layout)) {
                most -= expire(layout, now - ingest.undeclaredGrace().toMillis(), most, undeclared(layout));
            } else if (selection.isPresent()) {
                most -= drain(layout, selection.get(), most);
            } else {
                most -= expire(layout, now - bufferSettings.maxWait().toMillis(), most, waitedTooLong(layout));
            }
        }
    }

    private boolean isDeclared(String layout) {
        return task().selections().declaredChannels(layout).isPresent();
    }

    /** Whether records of the layout are refused because it has no SensorLayout. */
    private boolean isRefused(String layout) {
        return ingest.declaredOnly() && !isDeclared(layout);
    }

    private static UnusableRecordException undeclared(String layout) {
        return new UnusableRecordException(
                DeadLetterReason.UNKNOWN_LAYOUT,
                "layout " + layout + " has no SensorLayout, and layouts.undeclared = dead-letter");
    }

    private UnusableRecordException waitedTooLong(String layout) {
        return new UnusableRecordException(
                DeadLetterReason.NO_SELECTION,
                "no selection of layout " + layout + " arrived within " + BufferSettings.PENDING_MAX_MS + " = "
                        + bufferSettings.maxWait().toMillis());
    }

    private UnusableRecordException evicted(String layout) {
        return new UnusableRecordException(
                DeadLetterReason.NO_SELECTION,
                "layout " + layout + " has no SensorLayout, and records of a layout with one need its room: "
                        + BufferSettings.PENDING_MAX_RECORDS + " = " + bufferSettings.maxRecords());
    }

    private void checkDeclaredLength(SensorRecordView record) throws UnusableRecordException {
        OptionalInt declared = task().selections().declaredChannels(record.layout());
        if (declared.isPresent()) {
            checkLength(record, declared.getAsInt(), "its SensorLayout");
        }
    }

    private static void checkLength(SensorRecordView record, int channels, String expectedBy)
            throws UnusableRecordException {
        if (record.length() != channels) {
            throw new UnusableRecordException(
                    DeadLetterReason.WRONG_LENGTH,
                    "the record has " + record.length() + " values, " + expectedBy + " has " + channels);
        }
    }

    private void buffer(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        String layout = read.layout();
        RecordBuffer buffer = task().buffer();
        boolean declared = isDeclared(layout);
        if (declared && policy.isFull(buffer)) {
            evictUndeclared();
        }
        Optional<String> refusal = policy.refusal(buffer, layout, declared);
        if (refusal.isPresent()) {
            throw isRefused(layout)
                    ? undeclared(layout)
                    : new UnusableRecordException(DeadLetterReason.NO_SELECTION, refusal.get());
        }
        int before = buffer.size();
        buffer.add(
                record,
                read,
                RecordOrigin.of(task().context()),
                task().context().currentSystemTimeMs());
        meter.addBuffered(buffer.size() - before);
    }

    /** Dead-letters buffered records of a layout that has neither a selection nor a SensorLayout, if there is one. */
    private void evictUndeclared() {
        for (String layout : task().buffer().layouts()) {
            if (!isDeclared(layout) && task().selections().of(layout).isEmpty()) {
                expire(layout, Long.MAX_VALUE, PORTION, evicted(layout));
                return;
            }
        }
    }

    private int drain(String layout, LoadedSelection selection, int most) {
        int drained = task().buffer().drain(layout, most, buffered -> {
            restore(buffered).ifPresent(record -> {
                try {
                    checkDeclaredLength(record.value());
                    project(record, record.value(), selection);
                } catch (UnusableRecordException e) {
                    deadLetter(record, record.value().bytes(), e, RecordBuffer.origin(buffered));
                }
            });
            return true;
        });
        meter.addBuffered(-drained);
        return drained;
    }

    private int expire(String layout, long bufferedUntil, int most, UnusableRecordException reason) {
        int expired = task().buffer().drain(layout, most, buffered -> {
            if (buffered.getBufferedAt() > bufferedUntil) {
                return false;
            }
            restore(buffered)
                    .ifPresent(record ->
                            deadLetter(record, record.value().bytes(), reason, RecordBuffer.origin(buffered)));
            return true;
        });
        meter.addBuffered(-expired);
        return expired;
    }

    /** Reads a buffered record again; empty if it is no longer readable and was dead-lettered. */
    private Optional<Record<byte[], SensorRecordView>> restore(BufferedRecord buffered) {
        Record<byte[], byte[]> record = RecordBuffer.record(buffered);
        try {
            return Optional.of(record.withValue(bufferedReader.read(record)));
        } catch (UnusableRecordException e) {
            deadLetter(record, record.value(), e, RecordBuffer.origin(buffered));
            return Optional.empty();
        }
    }

    private void project(Record<byte[], ?> record, SensorRecordView read, LoadedSelection selection)
            throws UnusableRecordException {
        checkLength(read, selection.channelCount(), "selection version " + selection.version());
        ProjectionBuffer projection = task().projections().of(selection);
        projection.setRecord(read);
        ProcessorContext<byte[], Object> context = task().context();
        long timestamp = RecordTimestamps.usable(read.timestamp(), record.timestamp(), context.currentSystemTimeMs());
        context.forward(
                new Record<>(record.key(), projection.encodeReduced(), timestamp, record.headers()), NodeNames.REDUCED);
        meter.countReduced(read.layout());
        if (reconstruction.isEnabled()) {
            context.forward(new Record<>(record.key(), projection, timestamp, record.headers()), NodeNames.RECONSTRUCT);
        }
    }

    private void deadLetter(
            Record<byte[], ?> record, byte @Nullable [] value, UnusableRecordException problem, RecordOrigin origin) {
        meter.countDeadLetter(problem.reason());
        task().context().forward(DeadLetters.of(record, value, problem, origin), NodeNames.DEAD_LETTERS);
    }

    private Task task() {
        return Objects.requireNonNull(task, "init must be called first");
    }
}
