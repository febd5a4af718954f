package io.sensieve.standalone.report;

import io.sensieve.DriftReport;
import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import java.util.List;
import java.util.Optional;

/**
 * What the topics of a running system tell of a layout.
 *
 * @param pointer what is in force
 * @param versions that are kept, ascending
 * @param reports of the windows, oldest first
 * @param outcomes of retrains and operators' requests, oldest first
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
