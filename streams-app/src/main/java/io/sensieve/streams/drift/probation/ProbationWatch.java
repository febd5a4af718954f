package io.sensieve.streams.drift.probation;

import io.sensieve.Probation;
import io.sensieve.ProbationState;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.state.DriftPartial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up how a new version and the one that it replaced do on the same records, over all tasks, and decides once there
 * are enough of them. What is decided stays.
 */
public final class ProbationWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ProbationWatch.class);

    private final ProbationSettings settings;
    private final Selection selection;
    private @Nullable Probation known;

    /** @param known what was known before; null where nothing was */
    public ProbationWatch(ProbationSettings settings, LoadedSelection selection, @Nullable Probation known) {
        this.settings = settings;
        this.selection = selection.selection();
        this.known = known;
    }

    /** What is known by now; null where nothing was compared. */
    @Nullable
    public Probation known() {
        return known;
    }

    /** Adds a partial sum; true where the version fails by it. */
    public boolean fails(DriftPartial partial) {
        long added = partial.getProbationRecords();
        if (added == 0 || (known != null && known.getState() != ProbationState.WATCHING)) {
            return false;
        }
        long before = known == null ? 0 : known.getRecords();
        double championSum = known == null ? 0 : before * known.getChampionError();
        double sum = known == null ? 0 : before * known.getError();
        long records = before + added;
        double championError = (championSum + partial.getChampionErrorSum()) / records;
        double error = (sum + partial.getActiveErrorSum()) / records;
        ProbationState state = state(records, championError, error);
        known = new Probation(selection.getProvenance().getChampionVersion(), records, championError, error, state);
        if (state != ProbationState.WATCHING) {
            log(known);
        }
        return state == ProbationState.FAILED;
    }

    private ProbationState state(long records, double championError, double error) {
        if (records < settings.records()) {
            return ProbationState.WATCHING;
        }
        return error > championError * (1 + settings.margin()) ? ProbationState.FAILED : ProbationState.PASSED;
    }

    private void log(Probation probation) {
        LOG.atInfo()
                .addKeyValue("layout", selection.getLayout())
                .addKeyValue("selectionVersion", selection.getVersion())
                .addKeyValue("championVersion", probation.getChampionVersion())
                .addKeyValue("records", probation.getRecords())
                .addKeyValue("championError", probation.getChampionError())
                .addKeyValue("error", probation.getError())
                .addKeyValue("state", probation.getState())
                .log("probation ended");
    }
}
