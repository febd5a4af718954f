package io.sensieve.trainer.election;

import io.sensieve.topic.Topics;
import io.sensieve.trainer.kafka.Metered;
import io.sensieve.trainer.kafka.PartitionReader;
import io.sensieve.trainer.kafka.PartitionScan;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.OffsetSpan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Reads records again into windows. A request that names the time of a change needs a window of later records only, so
 * the window is cleared and refilled from the topic. There is at most one replay for each layout that has a window.
 */
final class WindowReplays implements AutoCloseable {
    private final LayoutWindows windows;
    private final PartitionReader records;
    private final Supplier<Metered<Consumer<byte[], byte[]>>> consumers;
    private final Map<String, PartitionScan> replays = new HashMap<>();

    /**
     * Creates an empty set of replays.
     *
     * @param records reader of the windows, up to whose position a replay reads
     * @param consumers creates a consumer for each replay
     */
    WindowReplays(
            LayoutWindows windows, PartitionReader records, Supplier<Metered<Consumer<byte[], byte[]>>> consumers) {
        this.windows = windows;
        this.records = records;
        this.consumers = consumers;
    }

    /** Clears the window of a layout and starts to refill it with records from an event time, in ms. */
    void start(String layout, long since) {
        Map<Integer, OffsetSpan> spans = windows.restartFrom(layout, since);
        PartitionScan former = replays.remove(layout);
        if (former != null) {
            former.close();
        }
        if (!spans.isEmpty()) {
            replays.put(layout, PartitionScan.upTo(records, consumers.get(), Topics.RECORDS, spans));
        }
    }

    /** Polls every replay once and closes those that are complete. */
    void poll(Duration timeout) {
        replays.entrySet().removeIf(entry -> {
            PartitionScan replay = entry.getValue();
            replay.poll(timeout, (value, position) -> windows.offerAgain(entry.getKey(), value, position));
            boolean complete = replay.isComplete();
            if (complete) {
                replay.close();
            }
            return complete;
        });
    }

    /** Returns whether no records of the layout are being read again. */
    boolean isComplete(String layout) {
        return !replays.containsKey(layout);
    }

    /** Returns whether no records of any layout are being read again. */
    boolean isComplete() {
        return replays.isEmpty();
    }

    @Override
    public void close() {
        replays.values().forEach(PartitionScan::close);
        replays.clear();
    }
}
