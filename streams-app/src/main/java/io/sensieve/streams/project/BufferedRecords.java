package io.sensieve.streams.project;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.buffer.BufferPolicy;
import io.sensieve.streams.buffer.BufferSettings;
import io.sensieve.streams.buffer.RecordBuffer;
import io.sensieve.streams.record.DeadLetterReason;
import io.sensieve.streams.record.RecordMeter;
import io.sensieve.streams.record.RecordOrigin;
import io.sensieve.streams.record.RecordReader;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.record.UnusableRecordException;
import io.sensieve.streams.state.BufferedRecord;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Buffers the records of a task that cannot be projected yet, and later projects or dead-letters them. Keeps the meter
 * of buffered records. Used by the task's thread only.
 */
final class BufferedRecords {
    /** Maximum number of records that are evicted at once, because a transaction must end before its timeout. */
    private static final int EVICTED = 20;

    private final ProcessorContext<byte[], Object> context;
    private final RecordBuffer buffer;
    private final BufferSettings settings;
    private final BufferPolicy policy;
    private final RecordReader reader;
    private final LayoutChecks checks;
    private final RecordProjector projector;
    private final DeadLetterForwarder deadLetters;
    private final RecordMeter meter;

    /**
     * Opens the buffer of the task.
     *
     * @param reader reader of buffered records; another one than that of new records, because a reader holds one record
     */
    BufferedRecords(
            ProcessorContext<byte[], Object> context,
            BufferSettings settings,
            BufferPolicy policy,
            RecordReader reader,
            LayoutChecks checks,
            RecordProjector projector,
            DeadLetterForwarder deadLetters,
            RecordMeter meter) {
        this.context = context;
        this.buffer = new RecordBuffer(context.getStateStore(RecordBuffer.STORE));
        this.settings = settings;
        this.policy = policy;
        this.reader = reader;
        this.checks = checks;
        this.projector = projector;
        this.deadLetters = deadLetters;
        this.meter = meter;
        meter.addBuffered(buffer.size());
    }

    /** Whether no record of a layout is buffered. */
    boolean isEmpty(String layout) {
        return buffer.isEmpty(layout);
    }

    /** Returns the layouts that have buffered records. */
    Set<String> layouts() {
        return buffer.layouts();
    }

    /**
     * Buffers a record. If the buffer is full and the layout has a SensorLayout, dead-letters records of an unknown
     * layout first.
     *
     * @param read the value of {@code record}
     * @throws UnusableRecordException if the record must not be buffered
     */
    void add(Record<byte[], ?> record, SensorRecordView read) throws UnusableRecordException {
        String layout = read.layout();
        boolean declared = checks.isDeclared(layout);
        if (declared && policy.isFull(buffer)) {
            evictUnknown();
        }
        Optional<String> refusal = policy.refusal(buffer, layout, declared);
        if (refusal.isPresent()) {
            throw checks.isRefused(layout)
                    ? undeclared(layout)
                    : new UnusableRecordException(DeadLetterReason.NO_SELECTION, refusal.get());
        }
        int before = buffer.size();
        buffer.add(record, read, RecordOrigin.of(context), context.currentSystemTimeMs());
        meter.addBuffered(buffer.size() - before);
    }

    /**
     * Removes and projects at most {@code most} records of a layout, oldest first.
     *
     * @return number of removed records
     */
    int project(String layout, LoadedSelection selection, int most) {
        return drain(layout, most, buffered -> {
            restore(buffered).ifPresent(record -> {
                try {
                    checks.checkDeclaredLength(record.value());
                    projector.project(record, record.value(), selection);
                } catch (UnusableRecordException e) {
                    deadLetters.deadLetter(record, record.value().bytes(), e, RecordBuffer.origin(buffered));
                }
            });
            return true;
        });
    }

    /**
     * Removes and dead-letters at most {@code most} records of a layout that were buffered before a time, because the
     * layout has no SensorLayout.
     *
     * @param bufferedUntil wall-clock milliseconds
     * @return number of removed records
     */
    int expireUndeclared(String layout, long bufferedUntil, int most) {
        return expire(layout, bufferedUntil, most, undeclared(layout));
    }

    /**
     * Removes and dead-letters at most {@code most} records of a layout that were buffered for longer than
     * {@code pending.max.ms}.
     *
     * @param now wall-clock milliseconds
     * @return number of removed records
     */
    int expire(String layout, long now, int most) {
        return expire(layout, now - settings.maxWait().toMillis(), most, waitedTooLong(layout));
    }

    /** Subtracts the buffered records of this task from the meter; the records stay in the store. */
    void close() {
        meter.addBuffered(-buffer.size());
    }

    private void evictUnknown() {
        for (String layout : buffer.layouts()) {
            if (checks.isUnknown(layout)) {
                expire(layout, Long.MAX_VALUE, EVICTED, evicted(layout));
                return;
            }
        }
    }

    private int expire(String layout, long bufferedUntil, int most, UnusableRecordException reason) {
        return drain(layout, most, buffered -> {
            if (buffered.getBufferedAt() > bufferedUntil) {
                return false;
            }
            restore(buffered)
                    .ifPresent(record -> deadLetters.deadLetter(
                            record, record.value().bytes(), reason, RecordBuffer.origin(buffered)));
            return true;
        });
    }

    private int drain(String layout, int most, RecordBuffer.Visitor visitor) {
        int removed = buffer.drain(layout, most, visitor);
        meter.addBuffered(-removed);
        return removed;
    }

    /** Reads a buffered record again; empty if it is no longer readable and was dead-lettered. */
    private Optional<Record<byte[], SensorRecordView>> restore(BufferedRecord buffered) {
        Record<byte[], byte[]> record = RecordBuffer.record(buffered);
        try {
            return Optional.of(record.withValue(reader.read(record)));
        } catch (UnusableRecordException e) {
            deadLetters.deadLetter(record, record.value(), e, RecordBuffer.origin(buffered));
            return Optional.empty();
        }
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
                        + settings.maxWait().toMillis());
    }

    private UnusableRecordException evicted(String layout) {
        return new UnusableRecordException(
                DeadLetterReason.NO_SELECTION,
                "layout " + layout + " has no SensorLayout, and records of a layout with one need its room: "
                        + BufferSettings.PENDING_MAX_RECORDS + " = " + settings.maxRecords());
    }
}
