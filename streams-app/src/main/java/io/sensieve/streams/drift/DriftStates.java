package io.sensieve.streams.drift;

import io.sensieve.Verdict;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.DriftState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derives the next {@link DriftState} of a layout from the one before. */
final class DriftStates {
    private static final int CLOSED_MAX = 256;
    private static final long FORGET_RETURN_MS = 3_600_000;

    private DriftStates() {}

    /** The state of a layout and version without any window. */
    static DriftState initial(String layout, int version) {
        return DriftState.newBuilder()
                .setLayout(layout)
                .setSelectionVersion(version)
                .setVerdict(Verdict.STABLE)
                .setDriftWindows(0)
                .setStableWindows(0)
                .setClosedWindows(List.of())
                .build();
    }

    /**
     * The state of a layout once it has reached {@code version}; a newer version begins with an initial state, except
     * for the outage and the number of returns.
     */
    static DriftState atLeast(@Nullable DriftState state, String layout, int version) {
        if (state == null) {
            return initial(layout, version);
        }
        return state.getSelectionVersion() < version
                ? DriftState.newBuilder(initial(layout, version))
                        .setLateRecords(state.getLateRecords())
                        .setReturns(state.getReturns())
                        .setReturnRequestedAt(state.getReturnRequestedAt())
                        .setOutage(state.getOutage())
                        .build()
                : state;
    }

    /** The verdict that reports show. */
    static Verdict verdict(DriftState state) {
        return state.getOutage() ? Verdict.OUTAGE : state.getVerdict();
    }

    /** The state after a return to a kept version was requested {@code now} without an alarm. */
    static DriftState withReturn(DriftState state, long now) {
        return DriftState.newBuilder(state)
                .setReturns(returns(state, now) + 1)
                .setReturnRequestedAt(now)
                .build();
    }

    /** Number of recent returns without an alarm; one is forgotten each hour. */
    static int returns(DriftState state, long now) {
        Long at = state.getReturnRequestedAt();
        long forgotten = at == null ? 0 : Math.max(0, now - at) / FORGET_RETURN_MS;
        return (int) Math.max(0, state.getReturns() - forgotten);
    }

    /** The state after the detector has found drift since event time {@code since}. */
    static DriftState withDrift(DriftState state, long since) {
        return DriftState.newBuilder(state)
                .setVerdict(Verdict.DRIFT)
                .setStableWindows(0)
                .setDriftSince(since)
                .build();
    }

    /** The state after a sensor of a selected channel has failed: at least a warning. */
    static DriftState withWarning(DriftState state) {
        return state.getVerdict() == Verdict.STABLE
                ? DriftState.newBuilder(state).setVerdict(Verdict.WARNING).build()
                : state;
    }

    /** The state after a retrain was requested {@code now}. */
    static DriftState withRequest(DriftState state, long now) {
        return DriftState.newBuilder(state).setRequestedAt(now).build();
    }

    /** The state with a number of late records since the latest report. */
    static DriftState withLateRecords(DriftState state, long records) {
        return DriftState.newBuilder(state).setLateRecords(records).build();
    }

    /** The state with one more closed window; it keeps the {@value #CLOSED_MAX} windows closed last. */
    static DriftState withClosedWindow(DriftState state, long windowStart) {
        List<Long> closed = new ArrayList<>(state.getClosedWindows());
        closed.add(windowStart);
        int first = Math.max(0, closed.size() - CLOSED_MAX);
        return DriftState.newBuilder(state)
                .setClosedWindows(List.copyOf(closed.subList(first, closed.size())))
                .build();
    }

    /** Whether a window is closed: it is in the list, or it is older than all windows of a full list. */
    static boolean isClosed(DriftState state, long windowStart) {
        List<Long> closed = state.getClosedWindows();
        return closed.contains(windowStart) || (closed.size() >= CLOSED_MAX && windowStart < Collections.min(closed));
    }

    /** Whether a partial sum is of a replaced version or of a closed window. */
    static boolean isLate(DriftState state, DriftPartial partial) {
        return partial.getSelectionVersion() < state.getSelectionVersion()
                || (partial.getSelectionVersion() == state.getSelectionVersion()
                        && isClosed(state, partial.getWindowStart().toEpochMilli()));
    }
}
