package io.sensieve.streams.reconstruct;

import io.sensieve.collection.BoundedMap;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.topic.WireFormat;
import java.util.Map;
import java.util.Optional;

/** The projections of one task, one for each layout. They hold buffers, so that the task's thread alone uses them. */
public final class ProjectionBuffers {
    private final WireFormat format;
    private final PrefetchPool ahead;
    private final PolledPartition polled;
    private final PrefetchDispatcher routing;
    private final boolean written;
    private final Map<String, ProjectionBuffer> projections;

    /**
     * None yet.
     *
     * @param most most projections that are held
     * @param format of the topics
     * @param polled of the task's partition
     * @param written whether the bytes of reconstructions are wanted
     */
    public ProjectionBuffers(int most, WireFormat format, PrefetchPool ahead, PolledPartition polled, boolean written) {
        this.format = format;
        this.ahead = ahead;
        this.polled = polled;
        this.written = written;
        this.projections = BoundedMap.leastRecentlyUsed(most);
        this.routing = new PrefetchDispatcher(format.records(), polled, this::rebuilding);
    }

    private Optional<ReconstructionScheduler> rebuilding(String layout) {
        return Optional.ofNullable(projections.get(layout)).map(ProjectionBuffer::rebuilding);
    }

    /** The projection of exactly this object. */
    public ProjectionBuffer of(LoadedSelection selection) {
        String layout = selection.selection().getLayout();
        ProjectionBuffer projection = projections.get(layout);
        if (projection == null || projection.selection() != selection) {
            projection = new ProjectionBuffer(selection, format, ahead, polled, routing, written);
            projections.put(layout, projection);
        }
        return projection;
    }
}
