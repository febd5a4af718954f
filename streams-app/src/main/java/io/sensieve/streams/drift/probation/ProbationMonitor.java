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
 * Compares the mean errors of a new version and of its champion on the same records of all tasks. Decides as soon as
 * enough records are compared; the decision is final.
 */
public final class ProbationMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(ProbationMonitor.class);

    private final ProbationSettings settings;
    private final Selection selection;
    private @Nullable Probation result;

    /** @param result result to restore; null for a new monitor */
    public ProbationMonitor(ProbationSettings settings, LoadedSelection selection, @Nullable Probation result) {
        this.settings = settings;
        this.selection = selection.selection();
        this.result = result;
    }

    /** The result so far; null if no record was compared. */
    @Nullable
    public Probation result() {
        return result;
    }

    /**
     * Adds a partial sum.
     *
     * @return whether the version fails its probation with this partial sum
     */
    public boolean add(DriftPartial partial) {
        long added = partial.getProbationRecords();
        Probation before = result;
        if (added == 0 || (before != null && before.getState() != ProbationState.WATCHING)) {
            return false;
        }
        long recordsBefore = before == null ? 0 : before.getRecords();
        double championSum = before == null ? 0 : recordsBefore * before.getChampionError();
        double sum = before == null ? 0 : recordsBefore * before.getError();
        long records = recordsBefore + added;
        double championError = (championSum + partial.getChampionErrorSum()) / records;
        double error = (sum + partial.getActiveErrorSum()) / records;
        ProbationState state = decide(records, championError, error);
        Probation after =
                new Probation(selection.getProvenance().getChampionVersion(), records, championError, error, state);
        result = after;
        if (state != ProbationState.WATCHING) {
            log(after);
        }
        return state == ProbationState.FAILED;
    }

    private ProbationState decide(long records, double championError, double error) {
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
