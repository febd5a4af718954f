package io.sensieve.trainer.window;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.CodecException;
import io.sensieve.codec.Floats;
import io.sensieve.topic.Keys;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The windows of all layouts. Not thread-safe. */
public final class LayoutWindows {
    private final WindowSettings settings;
    private final AvroCodec<SensorRecord> codec;
    private final InstantSource clock;
    private final Listener listener;
    private final Map<String, LayoutWindow> windows = new TreeMap<>();
    private final Map<String, Integer> lengths = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();

    /** Is told of every record. */
    public interface Listener {
        /** The record is in the layout's window. */
        void accepted(String layout);

        /** It is not. */
        void skipped(SkipReason reason);
    }

    public LayoutWindows(
            WindowSettings settings, AvroCodec<SensorRecord> codec, InstantSource clock, Listener listener) {
        this.settings = settings;
        this.codec = codec;
        this.clock = clock;
        this.listener = listener;
    }

    /** Takes a record as it lies in the topic. */
    public void offer(byte @Nullable [] bytes, RecordPosition position) {
        Optional<SensorRecord> record = decode(bytes);
        if (record.isEmpty()) {
            listener.skipped(SkipReason.UNREADABLE);
            return;
        }
        offer(record.get(), position)
                .ifPresentOrElse(
                        listener::skipped, () -> listener.accepted(record.get().getLayout()));
    }

    /** Takes a record that was read once more if it is of a layout; the listener is not told. */
    public void offerAgain(String layout, byte @Nullable [] bytes, RecordPosition position) {
        decode(bytes).filter(record -> record.getLayout().equals(layout)).ifPresent(record -> offer(record, position));
    }

    private Optional<SensorRecord> decode(byte @Nullable [] bytes) {
        try {
            return bytes == null ? Optional.empty() : Optional.of(codec.decode(bytes));
        } catch (CodecException e) {
            return Optional.empty();
        }
    }

    private Optional<SkipReason> offer(SensorRecord record, RecordPosition position) {
        String layout = record.getLayout();
        if (!Keys.isLayout(layout)) {
            return Optional.of(SkipReason.BAD_LAYOUT);
        }
        LayoutWindow window = windows.get(layout);
        if (window == null) {
            Optional<SkipReason> refusal = open(layout, record.getValues().size());
            if (refusal.isPresent()) {
                return refusal;
            }
            window = Objects.requireNonNull(windows.get(layout));
        }
        WindowRow row = new WindowRow(record.getTimestamp().toEpochMilli(), Floats.array(record.getValues()));
        Optional<SkipReason> skip = window.offer(row, position, clock.instant());
        if (window.isOutvoted()) {
            windows.remove(layout);
        }
        return skip;
    }

    private Optional<SkipReason> open(String layout, int firstLength) {
        Integer known = lengths.get(layout);
        int channels = known == null ? firstLength : known;
        if (windows.size() >= settings.layouts() && !giveWay()) {
            return Optional.of(SkipReason.TOO_MANY_LAYOUTS);
        }
        if (channels == 0) {
            return Optional.of(SkipReason.WRONG_LENGTH);
        }
        long free = settings.memory()
                - windows.values().stream().mapToLong(LayoutWindow::bytes).sum();
        long capacity = Math.min(settings.rows(), free / LayoutWindow.bytesOfRow(channels));
        if (capacity < settings.minRows()) {
            return Optional.of(SkipReason.NO_MEMORY);
        }
        LayoutWindow window = new LayoutWindow(layout, settings, (int) capacity, channels, known == null);
        Long floor = floors.remove(layout);
        if (floor != null) {
            window.startAgainFrom(floor);
        }
        windows.put(layout, window);
        return Optional.empty();
    }

    /**
     * Drops the smallest window that nobody described and that is too small to learn from: names cost a sender nothing.
     */
    private boolean giveWay() {
        Optional<String> smallest = windows.entrySet().stream()
                .filter(entry -> !lengths.containsKey(entry.getKey()))
                .filter(entry -> entry.getValue().size() < settings.minRows())
                .min(Comparator.comparingInt(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey);
        smallest.ifPresent(windows::remove);
        return smallest.isPresent();
    }

    /** The layout is known to have {@code length} channels; a window of another length starts anew. */
    public void expect(String layout, int length) {
        lengths.put(layout, length);
        LayoutWindow window = windows.get(layout);
        if (window != null && !window.confirm(length)) {
            windows.remove(layout);
        }
    }

    /**
     * Forgets the rows of a layout and lets only those in from an event time on.
     *
     * @return from which offsets the records have to be read again, by partition
     */
    public Map<Integer, OffsetSpan> startAgainFrom(String layout, long since) {
        LayoutWindow window = windows.get(layout);
        long past = Math.min(since, clock.millis());
        if (window == null) {
            if (floors.size() < settings.layouts()) {
                floors.put(layout, past);
            }
            return Map.of();
        }
        return window.startAgainFrom(past);
    }

    /** The layouts that have a window. */
    public Set<String> layouts() {
        return windows.keySet();
    }

    /** The window of a layout. */
    public Optional<LayoutWindow> window(String layout) {
        return Optional.ofNullable(windows.get(layout));
    }
}
