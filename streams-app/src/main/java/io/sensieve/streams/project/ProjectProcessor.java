package io.sensieve.streams.project;

import io.sensieve.model.LoadedSelection;
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
 * Reads each record and takes its chosen channels. A record whose layout has no selection yet waits; those that wait go
 * first once there is one, a portion with every record and on every tick, so that neither the order of a device is
 * broken nor a poll takes too long. What cannot be read or projected becomes a dead letter, with its bytes and headers.
 */
public final class ProjectProcessor implements Processor<byte[], byte @Nullable [], byte[], Object> {
    private static final Duration TICK = Duration.ofMillis(200);
    /** With every record; small, because a transaction must end before its timeout however many records wait. */
    private static final int PORTION = 20;

    private static final int TICK_PORTION = 2_000;

    private final IngestSettings ingest;
    private final BufferSettings settings;
    private final SelectionCache library;
    private final RecordReader reader;
    /** Of those that waited: the one at hand is still in use by then. */
    private final RecordReader pendingReader;

    private final WireFormat format;
    private final ReconstructionSettings rebuilds;
    private final PrefetchPool ahead;
    private final RecordMeter meter;
    private @Nullable Task task;

    private record Task(
            ProcessorContext<byte[], Object> context,
            ActiveSelections selections,
            RecordBuffer pending,
            PolledPartition polled,
            ProjectionBuffers projections) {}

    private ProjectProcessor(
            IngestSettings ingest,
            BufferSettings settings,
            SelectionCache library,
            WireFormat format,
            ReconstructionSettings rebuilds,
            PrefetchPool ahead,
            RecordMeter meter) {
        this.ingest = ingest;
        this.settings = settings;
        this.library = library;
        this.reader = new RecordReader(format.records(), ingest.maxBytes());
        this.pendingReader = new RecordReader(format.records(), ingest.maxBytes());
        this.format = format;
        this.rebuilds = rebuilds;
        this.ahead = ahead;
        this.meter = meter;
    }

    /**
     * One processor for each task, with the stores it needs.
     *
     * @param rebuilds whether records are rebuilt after they are projected
     */
    public static ProcessorSupplier<byte[], byte @Nullable [], byte[], Object> supplier(
            IngestSettings ingest,
            BufferSettings settings,
            SelectionCache library,
            WireFormat format,
            ReconstructionSettings rebuilds,
            PrefetchPool ahead,
            RecordMeter meter) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte @Nullable [], byte[], Object> get() {
                return new ProjectProcessor(ingest, settings, library, format, rebuilds, ahead, meter);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return new LinkedHashSet<>(List.of(ActiveSelections.memory(), RecordBuffer.store(ingest.maxBytes())));
            }
        };
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        PolledPartition polled = ahead.polled().partition(context.taskId().partition());
        task = new Task(
                context,
                new ActiveSelections(context, library),
                new RecordBuffer(context.getStateStore(RecordBuffer.STORE)),
                polled,
                new ProjectionBuffers(library.layoutsMax(), format, ahead, polled, rebuilds.written()));
        meter.pending(task.pending().size());
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        Task task = task();
        task.context().recordMetadata().ifPresent(at -> task.polled().reached(at.offset()));
        meter.received();
        try {
            process(record, reader.read(record));
        } catch (UnusableRecordException e) {
            bury(record, record.value(), e, RecordOrigin.of(task.context()));
        }
    }

    private void process(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        Task task = task();
        String layout = read.layout();
        Optional<LoadedSelection> selection = task.selections().of(layout);
        if (isUndeclared(layout)) {
            holdUndeclared(record, read);
            return;
        }
        checkDeclaredLength(read);
        if (selection.isPresent()) {
            drain(layout, selection.get(), PORTION);
        }
        if (selection.isPresent() && task.pending().isEmpty(layout)) {
            project(record, read, selection.get());
        } else {
            hold(record, read);
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.polled().forgetAll();
            meter.pending(-task.pending().size());
        }
    }

    private void tick(long now) {
        Task task = task();
        task.polled().forgetPassed();
        task.selections().retry();
        int most = TICK_PORTION;
        for (String layout : task.pending().layouts()) {
            Optional<LoadedSelection> selection = task.selections().of(layout);
            if (isUndeclared(layout)) {
                most -= expire(layout, now - ingest.undeclaredGrace().toMillis(), most, undeclared(layout));
            } else if (selection.isPresent()) {
                most -= drain(layout, selection.get(), most);
            } else {
                most -= expire(layout, now - settings.maxWait().toMillis(), most, unselected());
            }
        }
    }

    private boolean isUndeclared(String layout) {
        return ingest.declaredOnly()
                && task().selections().declaredChannels(layout).isEmpty();
    }

    private void holdUndeclared(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        if (!settings.enabled() || task().pending().size() >= settings.maxRecords()) {
            throw undeclared(read.layout());
        }
        hold(record, read);
    }

    private static UnusableRecordException undeclared(String layout) {
        return new UnusableRecordException(DeadLetterReason.UNKNOWN_LAYOUT, "layout " + layout + " is not declared");
    }

    private UnusableRecordException unselected() {
        return new UnusableRecordException(
                DeadLetterReason.NO_SELECTION,
                "no selection of its layout came within pending.max.ms = "
                        + settings.maxWait().toMillis());
    }

    private void checkDeclaredLength(SensorRecordView record) throws UnusableRecordException {
        OptionalInt declared = task().selections().declaredChannels(record.layout());
        if (declared.isPresent()) {
            checkLength(record, declared.getAsInt(), "its layout");
        }
    }

    private static void checkLength(SensorRecordView record, int channels, String whose)
            throws UnusableRecordException {
        if (record.length() != channels) {
            throw new UnusableRecordException(
                    DeadLetterReason.WRONG_LENGTH,
                    "the record has " + record.length() + " values, " + whose + " has " + channels);
        }
    }

    private void hold(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        RecordBuffer pending = task().pending();
        if (!settings.enabled()) {
            throw new UnusableRecordException(
                    DeadLetterReason.NO_SELECTION, "its layout has no selection, and pending.policy = dead-letter");
        }
        int before = pending.size();
        if (before >= settings.maxRecords()) {
            throw new UnusableRecordException(
                    DeadLetterReason.NO_SELECTION,
                    "its layout has no selection, and pending.max.records = " + settings.maxRecords()
                            + " records wait already");
        }
        pending.hold(
                record,
                read,
                RecordOrigin.of(task().context()),
                task().context().currentSystemTimeMs());
        meter.pending(pending.size() - before);
    }

    private int drain(String layout, LoadedSelection selection, int most) {
        int taken = task().pending().drain(layout, most, pending -> {
            restored(pending).ifPresent(record -> {
                try {
                    checkDeclaredLength(record.value());
                    project(record, record.value(), selection);
                } catch (UnusableRecordException e) {
                    bury(record, record.value().bytes(), e, origin(pending));
                }
            });
            return true;
        });
        meter.pending(-taken);
        return taken;
    }

    private int expire(String layout, long heldBefore, int most, UnusableRecordException reason) {
        int taken = task().pending().drain(layout, most, pending -> {
            if (pending.getBufferedAt() > heldBefore) {
                return false;
            }
            restored(pending).ifPresent(record -> bury(record, record.value().bytes(), reason, origin(pending)));
            return true;
        });
        meter.pending(-taken);
        return taken;
    }

    /** A waiting record as it came; empty where it has become unreadable, then it is a dead letter already. */
    private Optional<Record<byte[], SensorRecordView>> restored(BufferedRecord pending) {
        byte[] bytes = RecordBuffer.bytes(pending.getValue());
        Record<byte[], byte[]> record = new Record<>(
                RecordBuffer.bytes(pending.getKey()), bytes, pending.getTimestamp(), RecordBuffer.headers(pending));
        try {
            return Optional.of(record.withValue(pendingReader.read(record)));
        } catch (UnusableRecordException e) {
            bury(record, bytes, e, origin(pending));
            return Optional.empty();
        }
    }

    private static RecordOrigin origin(BufferedRecord pending) {
        return new RecordOrigin(pending.getTopic(), pending.getPartition(), pending.getOffset());
    }

    private void project(Record<byte[], ?> record, SensorRecordView read, LoadedSelection selection)
            throws UnusableRecordException {
        checkLength(read, selection.channelCount(), "selection " + selection.version());
        ProjectionBuffer projection = task().projections().of(selection);
        projection.take(read);
        ProcessorContext<byte[], Object> context = task().context();
        long timestamp = RecordTimestamps.usable(read.timestamp(), record.timestamp(), context.currentSystemTimeMs());
        context.forward(
                new Record<>(record.key(), projection.reduce(), timestamp, record.headers()), NodeNames.REDUCED);
        meter.reduced(read.layout());
        if (rebuilds.isEnabled()) {
            context.forward(new Record<>(record.key(), projection, timestamp, record.headers()), NodeNames.RECONSTRUCT);
        }
    }

    private void bury(
            Record<byte[], ?> record, byte @Nullable [] value, UnusableRecordException problem, RecordOrigin origin) {
        meter.dead(problem.reason());
        task().context().forward(DeadLetters.of(record, value, problem, origin), NodeNames.DEAD_LETTERS);
    }

    private Task task() {
        return Objects.requireNonNull(task, "init comes first");
    }
}
