package io.sensieve.streams.drift;

import io.sensieve.FaultySensor;
import io.sensieve.Verdict;
import io.sensieve.streams.drift.attribution.FaultEffect;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.state.DriftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether the data of a layout have drifted.
 *
 * <p>A window is at drift (or warning) level when its error ratio reaches the threshold, or when the detector has found
 * a rise of the error that persists. A faulty sensor of a selected channel makes a warning. The verdict becomes drift
 * after a number of consecutive windows at drift level, and stable again after as many stable windows. Before that, a
 * window at drift level is a warning. A rise that the detector finds makes the verdict drift at once, see
 * {@link DriftStates#withDrift}. Stateless: the state of a layout is an argument and a result.
 */
final class VerdictPolicy {
    private final DriftThresholds thresholds;
    private final int consecutiveWindows;
    private final long repeatMs;
    private final long windowMs;

    VerdictPolicy(DriftSettings settings) {
        this.thresholds = settings.thresholds();
        this.consecutiveWindows = settings.consecutiveWindows();
        this.repeatMs = settings.retrainRepeat().toMillis();
        this.windowMs = settings.window().length().toMillis();
    }

    /**
     * The level of a window, or the verdict on a layout.
     *
     * @param reasons explanations for users; empty for a stable level
     */
    record Judgement(Verdict verdict, List<String> reasons) {
        Judgement {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The level of one window.
     *
     * @param risen whether the detector has found a rise of the error that persists
     * @param faulty faulty sensors
     * @param faults effect of faulty sensors: an error that they explain is a warning, not drift
     */
    Judgement level(WindowStatistics statistics, boolean risen, List<FaultySensor> faulty, FaultEffect faults) {
        List<String> drift = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (risen || statistics.errorRatio() >= thresholds.errorDrift()) {
            (faults.explainsError() ? warnings : drift)
                    .add((risen ? "the error has risen" : describeRatio(statistics, thresholds.errorDrift()))
                            + (faults.explainsError() ? describeFaults(faults) : ""));
        } else if (statistics.errorRatio() >= thresholds.errorWarning()) {
            warnings.add(describeRatio(statistics, thresholds.errorWarning()));
        }
        if (faulty.stream().anyMatch(FaultySensor::getSelected)) {
            warnings.add("the sensor of a selected channel is faulty");
        }
        if (!drift.isEmpty()) {
            return new Judgement(Verdict.DRIFT, drift);
        }
        return new Judgement(warnings.isEmpty() ? Verdict.STABLE : Verdict.WARNING, warnings);
    }

    private static String describeRatio(WindowStatistics statistics, double threshold) {
        return String.format(
                Locale.ROOT,
                "error %.2f times the validation error (threshold %.2f)",
                statistics.errorRatio(),
                threshold);
    }

    private static String describeFaults(FaultEffect faults) {
        return String.format(Locale.ROOT, ", because of faulty sensors: %.2f times without them", faults.ratioLeft());
    }

    /** The verdict after a window, with the window's reasons and the effect of earlier windows. */
    Judgement verdict(DriftState after, Judgement level) {
        List<String> reasons = new ArrayList<>(level.reasons());
        if (after.getVerdict() == Verdict.DRIFT && level.verdict() != Verdict.DRIFT) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "drift was found before; the verdict is stable after %d consecutive stable windows, %d so far",
                    consecutiveWindows,
                    after.getStableWindows()));
        } else if (after.getVerdict() == Verdict.WARNING && level.verdict() == Verdict.DRIFT) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the verdict is drift after %d consecutive windows at drift level, %d so far",
                    consecutiveWindows,
                    after.getDriftWindows()));
        }
        return new Judgement(after.getVerdict(), reasons);
    }

    /**
     * The judgement of a window that ended before a drift that was detected meanwhile: at most a warning, because its
     * records follow the earlier distribution.
     */
    static Judgement beforeDrift(Judgement level) {
        return level.verdict() == Verdict.DRIFT ? new Judgement(Verdict.WARNING, level.reasons()) : level;
    }

    /** Whether a window, except for a small part, lies before a drift that was detected meanwhile. */
    boolean isBeforeDrift(DriftState state, long windowStart) {
        Long since = state.getDriftSince();
        return state.getVerdict() == Verdict.DRIFT
                && since != null
                && since >= windowStart + (1 - LayoutMonitor.OTHER_SIDE_MAX) * windowMs;
    }

    /**
     * The state after a window.
     *
     * @param level level of the window
     * @param changedAt event time of the change in milliseconds, if this window is the first that shows it
     */
    DriftState after(DriftState before, Verdict level, long changedAt) {
        int drift = level == Verdict.DRIFT ? before.getDriftWindows() + 1 : 0;
        int stable = level == Verdict.STABLE ? before.getStableWindows() + 1 : 0;
        boolean first = drift == 1 && before.getVerdict() != Verdict.DRIFT;
        Verdict verdict = next(before.getVerdict(), level, drift, stable);
        return DriftState.newBuilder(before)
                .setVerdict(verdict)
                .setDriftWindows(drift)
                .setStableWindows(stable)
                .setDriftSince(
                        verdict == Verdict.STABLE ? null : first ? Long.valueOf(changedAt) : before.getDriftSince())
                .setRequestedAt(verdict == Verdict.DRIFT ? before.getRequestedAt() : null)
                .build();
    }

    private Verdict next(Verdict before, Verdict level, int drift, int stable) {
        if (drift >= consecutiveWindows) {
            return Verdict.DRIFT;
        }
        if (before == Verdict.DRIFT) {
            return stable >= consecutiveWindows ? Verdict.STABLE : Verdict.DRIFT;
        }
        return level == Verdict.STABLE ? Verdict.STABLE : Verdict.WARNING;
    }

    /** Whether to request a retrain because of drift; a repeated request also requires windows at drift level. */
    boolean shouldRequestRetrain(DriftState state, long now) {
        Long requestedAt = state.getRequestedAt();
        return state.getVerdict() == Verdict.DRIFT
                && (requestedAt == null || (state.getDriftWindows() > 0 && now - requestedAt >= repeatMs));
    }
}
