package io.sensieve.streams.reconstruct;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.topic.WireFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the {@link ProjectionBuffer} of each layout in one task and evicts the least recently used one. Only layouts
 * with a selection have a buffer. Used by the task's thread only.
 */
public final class ProjectionBuffers {
    private final WireFormat format;
    private final PrefetchPool prefetch;
    private final PolledPartition polled;
    private final PrefetchDispatcher dispatcher;
    private final boolean written;
    private final Map<String, ProjectionBuffer> buffers;

    /**
     * Creates an empty collection.
     *
     * @param most maximum number of buffers
     * @param format wire format of the output topics
     * @param polled polled records of the task's partition
     * @param written whether reconstructions are encoded
     */
    public ProjectionBuffers(
            int most, WireFormat format, PrefetchPool prefetch, PolledPartition polled, boolean written) {
        this.format = format;
        this.prefetch = prefetch;
        this.polled = polled;
        this.written = written;
        this.buffers = BoundedMap.leastRecentlyUsed(most);
        this.dispatcher = new PrefetchDispatcher(format.records(), polled, this::scheduler);
    }

    private Optional<ReconstructionScheduler> scheduler(String layout) {
        return Optional.ofNullable(buffers.get(layout)).map(ProjectionBuffer::scheduler);
    }

    /** Returns the buffer of a selection; creates it if the layout had another selection before. */
    public ProjectionBuffer of(LoadedSelection selection) {
        String layout = selection.selection().getLayout();
        ProjectionBuffer buffer = buffers.get(layout);
        if (buffer == null || buffer.selection() != selection) {
            buffer = new ProjectionBuffer(selection, format, prefetch, polled, dispatcher, written);
            buffers.put(layout, buffer);
        }
        return buffer;
    }
}
