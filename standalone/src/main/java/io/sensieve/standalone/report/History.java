package io.sensieve.standalone.report;

import io.sensieve.DriftReport;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import java.util.List;
import java.util.Optional;

/**
 * The history of a layout on the topics of a running system.
 *
 * @param pointer pointer to the active selection
 * @param versions kept selections, by ascending version
 * @param reports drift reports, oldest first
 * @param outcomes outcomes of retrains and operators' requests, oldest first
 */
public record History(
        String layout,
        Optional<SelectionPointer> pointer,
        List<Selection> versions,
        List<DriftReport> reports,
        List<RetrainOutcome> outcomes) {
    public History {
        versions = List.copyOf(versions);
        reports = List.copyOf(reports);
        outcomes = List.copyOf(outcomes);
    }
}
