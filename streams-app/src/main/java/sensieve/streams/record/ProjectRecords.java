package sensieve.streams.record;

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
import sensieve.PendingRecord;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;
import sensieve.streams.selection.ActiveSelections;
import sensieve.streams.selection.SelectionLibrary;

/**
 * Takes the chosen channels of each record. A record whose layout has no selection yet waits; those that wait go first
 * once there is one, a portion with every record and on every tick, so that neither the order of a device is broken nor
 * a poll takes too long. What cannot be projected becomes a dead letter.
 */
public final class ProjectRecords implements Processor<byte[], Reading, byte[], Step> {
    private static final Duration TICK = Duration.ofMillis(200);
    /** With every record; small, because a transaction must end before its timeout however many records wait. */
    private static final int PORTION = 20;

    private static final int TICK_PORTION = 2_000;

    private final IngestSettings ingest;
    private final PendingSettings settings;
    private final SelectionLibrary library;
    private final RecordReader reader;
    private final RecordMeter meter;
    private @Nullable Task task;

    private record Task(
            ProcessorContext<byte[], Step> context,
            ActiveSelections selections,
            PendingRecords pending,
            Reconstructors reconstructors) {}

    private ProjectRecords(
            IngestSettings ingest,
            PendingSettings settings,
            SelectionLibrary library,
            RecordReader reader,
            RecordMeter meter) {
        this.ingest = ingest;
        this.settings = settings;
        this.library = library;
        this.reader = reader;
        this.meter = meter;
    }

    /** One processor for each task, with the stores it needs. */
    public static ProcessorSupplier<byte[], Reading, byte[], Step> supplier(
            IngestSettings ingest,
            PendingSettings settings,
            SelectionLibrary library,
            RecordReader reader,
            RecordMeter meter) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], Reading, byte[], Step> get() {
                return new ProjectRecords(ingest, settings, library, reader, meter);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return new LinkedHashSet<>(List.of(ActiveSelections.memory(), PendingRecords.store(ingest.maxBytes())));
            }
        };
    }

    @Override
    public void init(ProcessorContext<byte[], Step> context) {
        task = new Task(
                context,
                new ActiveSelections(context, library),
                new PendingRecords(context.getStateStore(PendingRecords.STORE)),
                new Reconstructors(library.layoutsMax()));
        meter.pending(task.pending().size());
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], Reading> record) {
        Task task = task();
        String layout = record.value().layout();
        Optional<LoadedSelection> selection = task.selections().of(layout);
        try {
            if (isUndeclared(layout)) {
                holdUndeclared(record);
                return;
            }
            checkDeclaredLength(record.value());
            if (selection.isPresent()) {
                drain(layout, selection.get(), PORTION);
            }
            if (selection.isPresent() && task.pending().isEmpty(layout)) {
                project(record, selection.get());
            } else {
                hold(record);
            }
        } catch (UnusableRecordException e) {
            bury(record, e);
        }
    }

    @Override
    public void close() {
        if (task != null) {
            meter.pending(-task.pending().size());
        }
    }

    private void tick(long now) {
        Task task = task();
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

    private void holdUndeclared(Record<byte[], Reading> record) throws UnusableRecordException {
        if (!settings.keep() || task().pending().size() >= settings.maxRecords()) {
            throw undeclared(record.value().layout());
        }
        hold(record);
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

    private void checkDeclaredLength(Reading reading) throws UnusableRecordException {
        OptionalInt declared = task().selections().declaredChannels(reading.layout());
        if (declared.isPresent()) {
            checkLength(reading, declared.getAsInt(), "its layout");
        }
    }

    private static void checkLength(Reading reading, int channels, String whose) throws UnusableRecordException {
        if (reading.values().length != channels) {
            throw new UnusableRecordException(
                    DeadLetterReason.WRONG_LENGTH,
                    "the record has " + reading.values().length + " values, " + whose + " has " + channels);
        }
    }

    private void hold(Record<byte[], Reading> record) throws UnusableRecordException {
        PendingRecords pending = task().pending();
        if (!settings.keep()) {
            throw new UnusableRecordException(
                    DeadLetterReason.NO_SELECTION, "its layout has no selection, and pending.policy = skip");
        }
        int before = pending.size();
        if (before >= settings.maxRecords()) {
            throw new UnusableRecordException(
                    DeadLetterReason.NO_SELECTION,
                    "its layout has no selection, and pending.max.records = " + settings.maxRecords()
                            + " records wait already");
        }
        pending.hold(record, task().context().currentSystemTimeMs());
        meter.pending(pending.size() - before);
    }

    private int drain(String layout, LoadedSelection selection, int most) {
        int taken = task().pending().drain(layout, most, pending -> {
            restored(pending).ifPresent(record -> {
                try {
                    checkDeclaredLength(record.value());
                    project(record, selection);
                } catch (UnusableRecordException e) {
                    bury(record, e);
                }
            });
            return true;
        });
        meter.pending(-taken);
        return taken;
    }

    private int expire(String layout, long heldBefore, int most, UnusableRecordException reason) {
        int taken = task().pending().drain(layout, most, pending -> {
            if (pending.getHeldAt() > heldBefore) {
                return false;
            }
            restored(pending).ifPresent(record -> bury(record, reason));
            return true;
        });
        meter.pending(-taken);
        return taken;
    }

    /** A waiting record as it came; empty where it has become unreadable, then it is a dead letter already. */
    private Optional<Record<byte[], Reading>> restored(PendingRecord pending) {
        Origin origin = new Origin(pending.getTopic(), pending.getPartition(), pending.getOffset());
        byte[] bytes = PendingRecords.bytes(pending.getValue());
        Record<byte[], byte[]> record = new Record<>(
                PendingRecords.bytes(pending.getKey()), bytes, pending.getTimestamp(), PendingRecords.headers(pending));
        try {
            return Optional.of(record.withValue(reader.read(bytes, origin)));
        } catch (UnusableRecordException e) {
            bury(record, bytes, origin, e);
            return Optional.empty();
        }
    }

    private void project(Record<byte[], Reading> record, LoadedSelection selection) throws UnusableRecordException {
        Reading reading = record.value();
        checkLength(reading, selection.channelCount(), "selection " + selection.version());
        Reconstructor reconstructor = task().reconstructors().of(selection);
        float[] values = reading.values();
        ProcessorContext<byte[], Step> context = task().context();
        meter.reduced(reading.layout());
        context.forward(record.<Step>withValue(new Projection(
                        selection, reconstructor, reading.timestamp(), values, reconstructor.project(values)))
                .withTimestamp(
                        RecordTime.usable(reading.timestamp(), record.timestamp(), context.currentSystemTimeMs())));
    }

    private void bury(Record<byte[], Reading> record, UnusableRecordException problem) {
        bury(record, record.value().bytes(), record.value().origin(), problem);
    }

    private void bury(Record<byte[], ?> record, byte[] value, Origin origin, UnusableRecordException problem) {
        meter.dead(problem.reason());
        task().context()
                .forward(record.<Step>withValue(new DeadLetter(value))
                        .withHeaders(DeadLetter.headers(record.headers(), problem, origin)));
    }

    private Task task() {
        return Objects.requireNonNull(task, "init comes first");
    }
}
