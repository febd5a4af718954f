package sensieve.streams.drift;

import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import sensieve.model.LoadedSelection;
import sensieve.streams.record.Projection;

/** Lets a benchmark do with a window's records what a task does. */
@NullMarked
public final class DriftWindow {
    private final LoadedSelection selection;
    private final DriftAccumulator sums;

    public DriftWindow(LoadedSelection selection) {
        this.selection = selection;
        sums = new DriftAccumulator(selection);
    }

    /** Adds a record to error sums and histograms. */
    public void add(Projection projection) {
        sums.add(projection);
    }

    /** The largest population stability index of the window's sums, as the judge finds it. */
    public double psiMax() {
        return DriftFigures.of(sums.toPartial(Instant.EPOCH.toEpochMilli()), selection.selection())
                .psiMax();
    }
}
