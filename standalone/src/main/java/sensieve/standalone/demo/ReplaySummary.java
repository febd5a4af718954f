package sensieve.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
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
        @JsonProperty("records_in") long recordsIn,
        @JsonProperty("reduced") long reduced,
        @JsonProperty("reconstructed") long reconstructed,
        @JsonProperty("dead_letters") long deadLetters,
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
        @JsonProperty("seconds") double seconds) {

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

    /** What must hold of any file, and whether it did. */
    @JsonProperty("checks")
    Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("every record came out once: in = reduced + dead letters", recordsIn == reduced + deadLetters);
        checks.put("every reduced record was rebuilt", reduced == reconstructed);
        checks.put(
                "each selection beats predicting the mean",
                versions.stream().allMatch(version -> version.validationError() < version.predictMeanError()));
        return checks;
    }

    @JsonProperty("ok")
    boolean passed() {
        return !checks().containsValue(false);
    }
}
