package io.sensieve.streams.drift;

import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;

/** Receives the figures of drift detection. Several threads call it. */
public interface DriftMeter {
    /** Shows a report that decides the verdict. */
    void reported(DriftReport report);

    /** Counts records of a closed window or a replaced version. */
    void late(long records);

    /** Counts records with an event time before the latest of their partition and layout. */
    void outOfOrder(long records);

    /** Counts records that are in no report: too far ahead, in too small a window, or without a usable selection. */
    void unjudged(long records);

    /** Counts a retrain request. */
    void retrainRequested(RetrainRequest request);

    /** Removes the meters of a layout, which this task no longer evaluates. */
    void forget(String layout);
}
