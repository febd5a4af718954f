package io.sensieve.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a file that was played as it is, read back from the topics. Field names are those of {@code --json}.
 *
 * @param firstDriftRow how many rows had been sent when drift was first told of; null where it was not
 */
record ReplaySummary(
        @JsonUnwrapped RecordCounts records,
        @JsonProperty("k") int k,
        @JsonProperty("d") int d,
        @JsonProperty("window_rows") int windowRows,
        @JsonProperty("windows_stable") int stable,
        @JsonProperty("windows_warning") int warning,
        @JsonProperty("windows_drift") int drift,
        @JsonProperty("first_drift_row") @Nullable Integer firstDriftRow,
        @JsonProperty("reports") List<Report> reports,
        @JsonProperty("versions") List<Version> versions,
        @JsonProperty("retrains") List<Retrain> retrains,
        @JsonProperty("seconds") double seconds)
        implements StorySummary {

    /**
     * A drift report, by rows of the file.
     *
     * @param fromRow first row of its window, counted from 1
     * @param toRow last one, or the latest by then
     * @param open whether it came before the window's end, of the records since the change
     * @param sinceRow about where the error rose; null where no rise was found
     */
    record Report(
            @JsonProperty("from_row") int fromRow,
            @JsonProperty("to_row") int toRow,
            @JsonProperty("open") boolean open,
            @JsonProperty("version") int version,
            @JsonProperty("verdict") String verdict,
            @JsonProperty("records") long records,
            @JsonProperty("error") double error,
            @JsonProperty("error_ratio") double errorRatio,
            @JsonProperty("reasons") List<String> reasons,
            @JsonProperty("blamed") List<String> blamed,
            @JsonProperty("faulty") List<String> faulty,
            @JsonProperty("since_row") @Nullable Integer sinceRow) {}

    /**
     * A selection and how it did.
     *
     * @param error mean of its records; null where it had none
     */
    record Version(
            @JsonProperty("version") int version,
            @JsonProperty("trigger") String trigger,
            @JsonProperty("channels") List<String> channels,
            @JsonProperty("validation_error") double validationError,
            @JsonProperty("predict_mean_error") double predictMeanError,
            @JsonProperty("records") long records,
            @JsonProperty("error") @Nullable Double error) {}

    /** What became of a training. */
    record Retrain(
            @JsonProperty("cause") String cause,
            @JsonProperty("result") String result,
            @JsonProperty("reason") String reason) {}

    @Override
    public Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        records.check(checks);
        checks.put(
                "each selection beats predicting the mean",
                versions.stream().allMatch(version -> version.validationError() < version.predictMeanError()));
        return checks;
    }
}
