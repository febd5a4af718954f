package io.sensieve.standalone.demo.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sensieve.standalone.demo.run.DemoResult;
import io.sensieve.standalone.demo.run.RecordCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        @JsonUnwrapped Serving serving,
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
     * @param outage number of complete windows of an outage
     * @param firstRow number of rows sent when drift was first reported; null if it was not
     */
    record Drift(
            @JsonProperty("windows_stable") int stable,
            @JsonProperty("windows_warning") int warning,
            @JsonProperty("windows_drift") int drift,
            @JsonProperty("windows_outage") int outage,
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

    /**
     * What was served, compared with what each version would have served.
     *
     * @param stretches stretches of consecutive rows, in their order
     * @param regret regret of the last tenth of the rows; NaN if nothing was served there
     */
    record Serving(
            @JsonProperty("stretches") List<Stretch> stretches,
            @JsonProperty("regret") double regret) {
        Serving {
            stretches = List.copyOf(stretches);
        }

        /** Serving of stretches, with the regret of the last {@code rows} rows. */
        static Serving of(List<Stretch> stretches, int rows) {
            int end = stretches.isEmpty()
                    ? 0
                    : stretches.get(stretches.size() - 1).to();
            double served = 0;
            Map<Integer, Double> byVersion = new TreeMap<>();
            for (Stretch stretch : stretches) {
                int from = Math.max(stretch.from(), end - rows + 1);
                double weight = Math.max(0, stretch.to() - from + 1);
                served += weight * stretch.relativeRms() * stretch.relativeRms();
                if (weight > 0) {
                    stretch.byVersion()
                            .forEach((version, rms) -> byVersion.merge(version, weight * rms * rms, Double::sum));
                }
            }
            int first = stretches.stream()
                    .filter(stretch -> stretch.to() > end - rows)
                    .mapToInt(Stretch::version)
                    .min()
                    .orElse(0);
            double best = byVersion.entrySet().stream()
                    .filter(entry -> entry.getKey() <= first)
                    .mapToDouble(Map.Entry::getValue)
                    .min()
                    .orElse(Double.NaN);
            return new Serving(stretches, Math.sqrt(served / Math.min(served, best)));
        }
    }

    /**
     * A stretch of consecutive rows that one version reconstructed, counted from 1.
     *
     * @param relativeRms error of the version, relative to the standard deviations of the learnt rows
     * @param byVersion error of each version published until then on the same rows
     * @param regret error of the version / lowest error of these versions
     */
    record Stretch(
            @JsonProperty("from_row") int from,
            @JsonProperty("to_row") int to,
            @JsonProperty("version") int version,
            @JsonProperty("relative_rms") double relativeRms,
            @JsonProperty("relative_rms_by_version") Map<Integer, Double> byVersion,
            @JsonProperty("regret") double regret) {}

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
