package sensieve.streams.drift;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import sensieve.model.LoadedSelection;
import sensieve.streams.record.Projection;

/** Lets a benchmark do with a window's records what a task does. */
@NullMarked
public final class DriftWindow {
    private static final byte[] DEVICE = {1};

    private final LoadedSelection selection;
    private final DriftAccumulator sums;
    private final Batches batches;
    private final DeviceValues devices = new DeviceValues();

    public DriftWindow(LoadedSelection selection) {
        this.selection = selection;
        sums = new DriftAccumulator(selection);
        batches = new Batches(DriftAccumulator.firstBins(selection), 1);
    }

    /** Adds a record of one device to error sums and histograms, and looks at its sensors where a task would. */
    public void add(Projection projection) {
        sums.add(projection);
        if (sums.wantsSample()) {
            sums.sample(projection, devices.of(DEVICE, selection));
        }
    }

    /** The largest population stability index of the window's sums, as the judge finds it. */
    public double psiMax() {
        return DriftFigures.of(sums.toPartial(Instant.EPOCH.toEpochMilli(), batches), selection, List.of())
                .psiMax();
    }
}
