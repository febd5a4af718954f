package sensieve.standalone.report;

import java.util.List;
import java.util.Optional;
import sensieve.DriftReport;
import sensieve.RetrainOutcome;
import sensieve.Selection;
import sensieve.SelectionPointer;

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
