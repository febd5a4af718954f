package io.sensieve.trainer.window;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.CodecException;
import io.sensieve.codec.Floats;
import io.sensieve.collection.BoundedMap;
import io.sensieve.topic.Keys;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the windows of all layouts, at most {@code layoutsMax} of them within {@code memoryBytes}. Not thread-safe.
 *
 * <p>A device may invent layout names. When there is no room for another window, a layout therefore displaces a window
 * of lower priority: declared layouts have priority over layouts that only have a selection, and both over layouts that
 * nobody knows. An unknown layout displaces only an unknown one whose window is still too small for a training.
 */
public final class LayoutWindows {
    private final WindowSettings settings;
    private final DeclaredMissingValues missingValues;
    private final AvroCodec<SensorRecord> codec;
    private final InstantSource clock;
    private final Listener listener;
    private final Map<String, LayoutWindow> windows = new TreeMap<>();
    private final Map<String, Long> floors;
    private Map<String, KnownLayout> known = Map.of();

    /** Is called for every record. */
    public interface Listener {
        /** Called when the record was accepted into the layout's window. */
        void accepted(String layout);

        /** Called when the record was skipped. */
        void skipped(SkipReason reason);
    }

    /**
     * Creates an empty set of windows.
     *
     * @param missingValues are replaced by NaN
     * @param codec decodes the records
     * @param clock processing time
     */
    public LayoutWindows(
            WindowSettings settings,
            DeclaredMissingValues missingValues,
            AvroCodec<SensorRecord> codec,
            InstantSource clock,
            Listener listener) {
        this.settings = settings;
        this.missingValues = missingValues;
        this.codec = codec;
        this.clock = clock;
        this.listener = listener;
        this.floors = BoundedMap.firstInFirstOut(settings.layoutsMax());
    }

    /** Offers an encoded record to the window of its layout. */
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

    /** Offers a record that was read again, if it is of {@code layout}, without a call of the listener. */
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
        float[] values = Floats.array(record.getValues());
        missingValues.mask(layout, values);
        WindowRow row = new WindowRow(record.getTimestamp().toEpochMilli(), values);
        Optional<SkipReason> skip = window.offer(row, position, clock.instant());
        if (window.isOutvoted()) {
            windows.remove(layout);
        }
        return skip;
    }

    private Optional<SkipReason> open(String layout, int firstLength) {
        KnownLayout expected = known.get(layout);
        int channels = expected == null ? firstLength : expected.channels();
        if (windows.size() >= settings.layoutsMax() && !displaceWindow(layout)) {
            return Optional.of(SkipReason.TOO_MANY_LAYOUTS);
        }
        if (channels == 0) {
            return Optional.of(SkipReason.WRONG_LENGTH);
        }
        while (capacity(channels) < settings.minRows()) {
            if (priority(layout) == 0 || !displaceWindow(layout)) {
                return Optional.of(SkipReason.NO_MEMORY);
            }
        }
        LayoutWindow window = new LayoutWindow(layout, settings, capacity(channels), channels, expected == null);
        Long floor = floors.remove(layout);
        if (floor != null) {
            window.restartFrom(floor);
        }
        windows.put(layout, window);
        return Optional.empty();
    }

    /** Returns the rows for which a further window has memory. */
    private int capacity(int channels) {
        long free = settings.memoryBytes()
                - windows.values().stream().mapToLong(LayoutWindow::bytes).sum();
        return (int) Math.min(settings.rows(), free / LayoutWindow.bytesPerRow(channels));
    }

    private int priority(String layout) {
        KnownLayout knownLayout = known.get(layout);
        return knownLayout == null ? 0 : knownLayout.declared() ? 2 : 1;
    }

    /** Removes the window of lowest priority, of these the smallest, if {@code layout} may displace it. */
    private boolean displaceWindow(String layout) {
        int priority = priority(layout);
        Optional<String> victim = windows.entrySet().stream()
                .filter(entry -> priority(entry.getKey()) < priority
                        || (priority(entry.getKey()) == 0 && !entry.getValue().isUsable()))
                .min(Comparator.<Map.Entry<String, LayoutWindow>>comparingInt(entry -> priority(entry.getKey()))
                        .thenComparingInt(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey);
        victim.ifPresent(windows::remove);
        return victim.isPresent();
    }

    /** Replaces the known layouts. A window that has another number of channels than its known layout is removed. */
    public void setKnownLayouts(Map<String, KnownLayout> layouts) {
        known = Map.copyOf(layouts);
        windows.entrySet().removeIf(entry -> {
            KnownLayout layout = known.get(entry.getKey());
            return layout != null && !entry.getValue().confirmLength(layout.channels());
        });
    }

    /**
     * Removes the rows of a layout, and from now on accepts only rows from an event time.
     *
     * @param since event time in ms; a time in the future counts as now
     * @return offsets that have to be read again, by partition
     */
    public Map<Integer, OffsetSpan> restartFrom(String layout, long since) {
        LayoutWindow window = windows.get(layout);
        long past = Math.min(since, clock.millis());
        if (window != null) {
            return window.restartFrom(past);
        }
        floors.remove(layout);
        floors.put(layout, past);
        return Map.of();
    }

    /** Returns the names of the layouts that have a window. */
    public Set<String> layouts() {
        return windows.keySet();
    }

    /** Returns the window of a layout. */
    public Optional<LayoutWindow> window(String layout) {
        return Optional.ofNullable(windows.get(layout));
    }
}
