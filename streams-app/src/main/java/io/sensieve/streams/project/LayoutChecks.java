package io.sensieve.streams.project;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.record.DeadLetterReason;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.record.UnusableRecordException;
import io.sensieve.streams.selection.ActiveSelections;
import java.util.OptionalInt;

/** Checks records against the SensorLayout and the active selection of their layout. */
final class LayoutChecks {
    private final ActiveSelections selections;
    private final boolean declaredOnly;

    /** @param declaredOnly whether records of layouts without a SensorLayout are refused */
    LayoutChecks(ActiveSelections selections, boolean declaredOnly) {
        this.selections = selections;
        this.declaredOnly = declaredOnly;
    }

    /** Whether the layout has a SensorLayout. */
    boolean isDeclared(String layout) {
        return selections.declaredChannels(layout).isPresent();
    }

    /** Whether records of the layout are refused because it has no SensorLayout. */
    boolean isRefused(String layout) {
        return declaredOnly && !isDeclared(layout);
    }

    /** Whether the layout has neither a SensorLayout nor a selection. */
    boolean isUnknown(String layout) {
        return !isDeclared(layout) && selections.of(layout).isEmpty();
    }

    /**
     * Compares the number of values with the SensorLayout, if there is one.
     *
     * @throws UnusableRecordException if the numbers differ
     */
    void checkDeclaredLength(SensorRecordView record) throws UnusableRecordException {
        OptionalInt declared = selections.declaredChannels(record.layout());
        if (declared.isPresent()) {
            checkLength(record, declared.getAsInt(), "its SensorLayout");
        }
    }

    /**
     * Compares the number of values with the selection.
     *
     * @throws UnusableRecordException if the numbers differ
     */
    static void checkSelectionLength(SensorRecordView record, LoadedSelection selection)
            throws UnusableRecordException {
        checkLength(record, selection.channelCount(), "selection version " + selection.version());
    }

    private static void checkLength(SensorRecordView record, int channels, String expectedBy)
            throws UnusableRecordException {
        if (record.length() != channels) {
            throw new UnusableRecordException(
                    DeadLetterReason.WRONG_LENGTH,
                    "the record has " + record.length() + " values, " + expectedBy + " has " + channels);
        }
    }
}
