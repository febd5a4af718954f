package io.sensieve.standalone.demo.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sensieve.standalone.demo.run.DemoResult;
import io.sensieve.standalone.demo.run.RecordCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a file that was played in order, read from the topics. Field names are those of {@code --json}.
 *
 * @param k number of selected channels
 * @param d number of all channels
 * @param windowRows rows of the first training window
 */
record ReplaySummary(
        @JsonUnwrapped RecordCounts records,
        @JsonProperty("k") int k,
        @JsonProperty("d") int d,
        @JsonProperty("window_rows") int windowRows,
        @JsonUnwrapped Drift drift,
        @JsonProperty("versions") List<Version> versions,
        @JsonProperty("retrains") List<Retrain> retrains,
        @JsonProperty("seconds") double seconds)
        implements DemoResult {
    ReplaySummary {
        versions = List.copyOf(versions);
        retrains = List.copyOf(retrains);
    }

    /**
     * The drift reports.
     *
     * @param stable number of complete windows with the verdict stable
     * @param warning number of complete windows with the verdict warning
     * @param drift number of complete windows with the verdict drift
     * @param firstRow number of rows sent when drift was first reported; null if it was not
     */
    record Drift(
            @JsonProperty("windows_stable") int stable,
            @JsonProperty("windows_warning") int warning,
            @JsonProperty("windows_drift") int drift,
            @JsonProperty("first_drift_row") @Nullable Integer firstRow,
            @JsonProperty("reports") List<Report> reports) {
        Drift {
            reports = List.copyOf(reports);
        }
    }

    /**
     * A drift report.
     *
     * @param early whether it was published before the end of its window, about the records since the change
     */
    record Report(
            @JsonUnwrapped Rows rows,
            @JsonProperty("early") boolean early,
            @JsonProperty("version") int version,
            @JsonProperty("verdict") String verdict,
            @JsonProperty("records") long records,
            @JsonUnwrapped MeanError error,
            @JsonUnwrapped Findings findings) {}

    /**
     * The rows of a report, counted from 1.
     *
     * @param from first row of the window
     * @param to last row of the window so far
     * @param since row from which the error rose; null if no rise was found
     */
    record Rows(
            @JsonProperty("from_row") int from,
            @JsonProperty("to_row") int to,
            @JsonProperty("since_row") @Nullable Integer since) {}

    /**
     * The error of a report.
     *
     * @param mean mean normalised error
     * @param ratio the mean divided by the validation error
     */
    record MeanError(
            @JsonProperty("error") double mean,
            @JsonProperty("error_ratio") double ratio) {}

    /** Reasons, attribution and faulty sensors of a report. */
    record Findings(
            @JsonProperty("reasons") List<String> reasons,
            @JsonProperty("attribution") List<String> attribution,
            @JsonProperty("faulty") List<String> faulty) {
        static final Findings NONE = new Findings(List.of(), List.of(), List.of());

        Findings {
            reasons = List.copyOf(reasons);
            attribution = List.copyOf(attribution);
            faulty = List.copyOf(faulty);
        }

        /** A text that is equal for reports with the same verdict, attribution and faulty sensors. */
        String summary(String verdict) {
            return verdict + attribution + faulty;
        }
    }

    /**
     * A published selection.
     *
     * @param records number of records that it reconstructed
     * @param error mean normalised error of these records; null if there are none
     */
    record Version(
            @JsonProperty("version") int version,
            @JsonProperty("trigger") String trigger,
            @JsonProperty("channels") List<String> channels,
            @JsonProperty("validation_error") double validationError,
            @JsonProperty("predict_mean_error") double predictMeanError,
            @JsonProperty("records") long records,
            @JsonProperty("error") @Nullable Double error) {
        Version {
            channels = List.copyOf(channels);
        }
    }

    /** Outcome of a retrain. */
    record Retrain(
            @JsonProperty("cause") String cause,
            @JsonProperty("result") String result,
            @JsonProperty("reason") String reason) {}

    @Override
    public Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        records.addChecks(checks);
        checks.put(
                "each selection beats predicting the mean",
                versions.stream().allMatch(version -> version.validationError() < version.predictMeanError()));
        return checks;
    }
}
