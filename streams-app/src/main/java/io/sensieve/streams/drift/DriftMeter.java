package io.sensieve.streams.drift;

import io.sensieve.DriftReport;

/** Shows what drift is measured; called from several threads. */
public interface DriftMeter {
    /** A window was judged. */
    void reported(DriftReport report);

    /** Records that came for a window that was closed already, or for a version that was replaced. */
    void late(long records);

    /** Records that came after one of their partition and layout with a later event time. */
    void outOfOrder(long records);

    /** Records that are in no report: too far ahead, of too small a window, or their selection is gone. */
    void unjudged(long records);

    /** A new selection was asked for. */
    void retrainRequested(String layout);

    /** A version did worse than the one that it replaced, which was asked back. */
    void probationFailed(String layout);

    /** The layout is judged elsewhere from now on. */
    void forget(String layout);
}
