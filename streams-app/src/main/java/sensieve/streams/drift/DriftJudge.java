package sensieve.streams.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sensieve.DriftState;
import sensieve.Verdict;

/**
 * Decides whether the world has changed.
 *
 * <p>A window's level is drift (or warning) when the error's ratio has reached its threshold, or when the share of the
 * chosen channels whose stability index has reached its threshold has. The verdict is drift after so many windows at
 * drift level in a row, and is left only after as many stable ones; until then one at drift level is a warning. Without
 * state: what it remembers is handed in and out.
 */
public final class DriftJudge {
    private static final int CLOSED_REMEMBERED = 256;

    private final DriftThresholds thresholds;
    private final int windows;
    private final long repeatMs;

    public DriftJudge(DriftSettings settings) {
        this.thresholds = settings.thresholds();
        this.windows = settings.windows();
        this.repeatMs = settings.retrainRepeat().toMillis();
    }

    /** What is known of a layout before its first window. */
    static DriftState nothing(String layout, int version) {
        return new DriftState(layout, version, Verdict.STABLE, 0, 0, null, null, List.of(), 0L);
    }

    /** The level of one window for itself. */
    Verdict level(DriftFigures figures) {
        if (reached(figures, thresholds.errorDrift(), thresholds.psiDrift())) {
            return Verdict.DRIFT;
        }
        return reached(figures, thresholds.errorWarning(), thresholds.psiWarning()) ? Verdict.WARNING : Verdict.STABLE;
    }

    private boolean reached(DriftFigures figures, double error, double psi) {
        int moved = figures.moved(psi);
        return figures.errorRatio() >= error
                || (moved > 0
                        && moved >= thresholds.share() * figures.stability().size());
    }

    /** The state after a window of {@code level} that ends at {@code windowEnd}. */
    DriftState after(DriftState before, Verdict level, long windowEnd) {
        int drift = level == Verdict.DRIFT ? before.getDriftWindows() + 1 : 0;
        int stable = level == Verdict.STABLE ? before.getStableWindows() + 1 : 0;
        Long since = drift == 1 && before.getVerdict() != Verdict.DRIFT ? Long.valueOf(windowEnd) : before.getSince();
        Verdict verdict;
        if (drift >= windows) {
            verdict = Verdict.DRIFT;
        } else if (before.getVerdict() == Verdict.DRIFT) {
            verdict = stable >= windows ? Verdict.STABLE : Verdict.DRIFT;
        } else {
            verdict = level == Verdict.STABLE ? Verdict.STABLE : Verdict.WARNING;
        }
        return DriftState.newBuilder(before)
                .setVerdict(verdict)
                .setDriftWindows(drift)
                .setStableWindows(stable)
                .setSince(verdict == Verdict.STABLE ? null : since)
                .setRequestedAt(verdict == Verdict.DRIFT ? before.getRequestedAt() : null)
                .build();
    }

    /** Whether a new selection is to be asked for. */
    boolean asks(DriftState state, long now) {
        Long requestedAt = state.getRequestedAt();
        return state.getVerdict() == Verdict.DRIFT && (requestedAt == null || now - requestedAt >= repeatMs);
    }

    /** The state with a request that was made {@code now}. */
    static DriftState requested(DriftState state, long now) {
        return DriftState.newBuilder(state).setRequestedAt(now).build();
    }

    /** The state with one more closed window; the {@value #CLOSED_REMEMBERED} closed last are remembered. */
    static DriftState closed(DriftState state, long windowStart) {
        List<Long> closed = new ArrayList<>(state.getClosed());
        closed.add(windowStart);
        int first = Math.max(0, closed.size() - CLOSED_REMEMBERED);
        return DriftState.newBuilder(state)
                .setClosed(List.copyOf(closed.subList(first, closed.size())))
                .build();
    }

    /** Whether a window is closed: one that is remembered, or of a time before all that can be remembered. */
    static boolean isClosed(DriftState state, long windowStart) {
        List<Long> closed = state.getClosed();
        return closed.contains(windowStart)
                || (closed.size() >= CLOSED_REMEMBERED && windowStart < Collections.min(closed));
    }

    /** The state with that many late records. */
    static DriftState late(DriftState state, long records) {
        return DriftState.newBuilder(state).setLate(records).build();
    }
}
