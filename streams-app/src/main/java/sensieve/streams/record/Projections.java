package sensieve.streams.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sensieve.model.LoadedSelection;
import sensieve.topic.WireFormat;

/** The projections of one task, one for each layout. They hold buffers, so that the task's thread alone uses them. */
final class Projections {
    private final WireFormat format;
    private final LookAhead ahead;
    private final PolledPartition polled;
    private final Routing routing;
    private final boolean written;
    private final Map<String, Projection> projections;

    /**
     * None yet.
     *
     * @param most most projections that are held
     * @param format of the topics
     * @param polled of the task's partition
     * @param written whether the bytes of reconstructions are wanted
     */
    Projections(int most, WireFormat format, LookAhead ahead, PolledPartition polled, boolean written) {
        this.format = format;
        this.ahead = ahead;
        this.polled = polled;
        this.written = written;
        this.projections = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Projection> eldest) {
                return size() > most;
            }
        };
        this.routing = new Routing(format.records(), polled, this::rebuilding);
    }

    private Optional<Rebuilding> rebuilding(String layout) {
        return Optional.ofNullable(projections.get(layout)).map(Projection::rebuilding);
    }

    /** The projection of exactly this object. */
    Projection of(LoadedSelection selection) {
        String layout = selection.selection().getLayout();
        Projection projection = projections.get(layout);
        if (projection == null || projection.selection() != selection) {
            projection = new Projection(selection, format, ahead, polled, routing, written);
            projections.put(layout, projection);
        }
        return projection;
    }
}
