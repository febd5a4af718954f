package io.sensieve.streams.drift;

import io.sensieve.Verdict;
import io.sensieve.streams.drift.attribution.FaultEffect;
import io.sensieve.streams.drift.distribution.WindowStatistics;
import io.sensieve.streams.state.DriftState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Decides whether the world has changed.
 *
 * <p>A window's level is drift (or warning) when the error's ratio has reached its threshold, when the detectors have
 * found a rise that is still there, or when the share of the chosen channels that have moved has reached its threshold.
 * The verdict is drift after so many windows at drift level in a row, or at once when the detectors find a rise, and is
 * left only after as many stable windows; until then a window at drift level is a warning. Without state: what it
 * remembers is handed in and out.
 */
public final class VerdictPolicy {
    private static final int CLOSED_REMEMBERED = 256;

    private final DriftThresholds thresholds;
    private final int windows;
    private final long repeatMs;
    private final long windowMs;

    public VerdictPolicy(DriftSettings settings) {
        this.thresholds = settings.thresholds();
        this.windows = settings.windows();
        this.repeatMs = settings.retrainRepeat().toMillis();
        this.windowMs = settings.window().toMillis();
    }

    /** What is known of a layout before its first window. */
    static DriftState nothing(String layout, int version) {
        return new DriftState(layout, version, Verdict.STABLE, 0, 0, null, null, List.of(), 0L);
    }

    /**
     * A window's level, or the verdict by now.
     *
     * @param reasons for people; none where it is stable
     */
    record Judgement(Verdict verdict, List<String> reasons) {}

    /**
     * The level of one window for itself.
     *
     * @param risen whether the detectors have found a rise of the error that is still there
     * @param faults what faulty sensors account for: where that is the error, it is no drift, but a warning
     */
    Judgement level(WindowStatistics figures, boolean risen, FaultEffect.Account faults) {
        List<String> drift = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (risen || figures.errorRatio() >= thresholds.errorDrift()) {
            (faults.explain() ? warnings : drift)
                    .add((risen ? "the error has risen" : ratio(figures, thresholds.errorDrift()))
                            + (faults.explain() ? because(faults) : ""));
        } else if (figures.errorRatio() >= thresholds.errorWarning()) {
            warnings.add(ratio(figures, thresholds.errorWarning()));
        }
        long moved = moved(figures, thresholds.psiDrift(), thresholds.wassersteinDrift());
        long moving = moved(figures, thresholds.psiWarning(), thresholds.wassersteinWarning());
        if (isMany(moved, figures)) {
            drift.add(String.format(Locale.ROOT, "%d of %d chosen channels have moved", moved, figures.trusted()));
        } else if (isMany(moving, figures)) {
            warnings.add(String.format(
                    Locale.ROOT, "%d of %d chosen channels have moved a little", moving, figures.trusted()));
        }
        if (figures.trusted() < figures.shifts().size()) {
            warnings.add("the sensor of a chosen channel is at fault");
        }
        if (!drift.isEmpty()) {
            return new Judgement(Verdict.DRIFT, List.copyOf(drift));
        }
        return new Judgement(warnings.isEmpty() ? Verdict.STABLE : Verdict.WARNING, List.copyOf(warnings));
    }

    private static String ratio(WindowStatistics figures, double threshold) {
        return String.format(
                Locale.ROOT, "error %.2f times that of validation (threshold %.2f)", figures.errorRatio(), threshold);
    }

    private static String because(FaultEffect.Account faults) {
        return String.format(Locale.ROOT, ", for sensors at fault: without them %.2f times", faults.ratioLeft());
    }

    private long moved(WindowStatistics figures, double psi, double wasserstein) {
        double[] scores = figures.scores(psi, wasserstein, thresholds.falseDiscoveries());
        return DoubleStream.of(scores).filter(score -> score >= 1).count();
    }

    private boolean isMany(long moved, WindowStatistics figures) {
        return moved > 0 && moved >= thresholds.share() * figures.trusted();
    }

    /** The verdict after a window, with the window's reasons and what windows before it have to do with it. */
    Judgement verdict(DriftState after, Judgement level) {
        List<String> reasons = new ArrayList<>(level.reasons());
        if (after.getVerdict() == Verdict.DRIFT && level.verdict() != Verdict.DRIFT) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "drift was found before; stable again after %d stable windows in a row, this far %d",
                    windows,
                    after.getStableWindows()));
        } else if (after.getVerdict() == Verdict.WARNING && level.verdict() == Verdict.DRIFT) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "drift after %d such windows in a row, this far %d",
                    windows,
                    after.getDriftWindows()));
        }
        return new Judgement(after.getVerdict(), List.copyOf(reasons));
    }

    /**
     * The verdict on a window from before the drift that was found since: not drift, for it shows the old world, nor
     * does it tell of the new one.
     */
    static Judgement before(Judgement level) {
        return level.verdict() == Verdict.DRIFT ? new Judgement(Verdict.WARNING, level.reasons()) : level;
    }

    /** Whether a window, but for a small part, lies before the drift that was found since. */
    boolean isBeforeDrift(DriftState state, long windowStart) {
        Long since = state.getSince();
        return state.getVerdict() == Verdict.DRIFT
                && since != null
                && since >= windowStart + (1 - LayoutWatch.OLD_MAX) * windowMs;
    }

    /** The state after the detectors have found drift that began at {@code since}. */
    static DriftState drifted(DriftState before, long since) {
        return DriftState.newBuilder(before)
                .setVerdict(Verdict.DRIFT)
                .setStableWindows(0)
                .setSince(since)
                .build();
    }

    /**
     * The state after a window.
     *
     * @param level the window's
     * @param changedAt since when the world has been another, where this is the first window that shows it
     */
    DriftState after(DriftState before, Verdict level, long changedAt) {
        int drift = level == Verdict.DRIFT ? before.getDriftWindows() + 1 : 0;
        int stable = level == Verdict.STABLE ? before.getStableWindows() + 1 : 0;
        Long since = drift == 1 && before.getVerdict() != Verdict.DRIFT ? Long.valueOf(changedAt) : before.getSince();
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

    /** The state after a sensor of a chosen channel has failed. */
    static DriftState warned(DriftState before) {
        return before.getVerdict() == Verdict.STABLE
                ? DriftState.newBuilder(before).setVerdict(Verdict.WARNING).build()
                : before;
    }

    /** Whether a new selection is to be asked for; again only while windows are at drift level. */
    boolean asks(DriftState state, long now) {
        Long requestedAt = state.getRequestedAt();
        return state.getVerdict() == Verdict.DRIFT
                && (requestedAt == null || (state.getDriftWindows() > 0 && now - requestedAt >= repeatMs));
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
