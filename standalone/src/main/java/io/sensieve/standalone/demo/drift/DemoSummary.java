package io.sensieve.standalone.demo.drift;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sensieve.standalone.demo.run.DemoResult;
import io.sensieve.standalone.demo.run.RecordCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of the drift demo, read from the topics. Field names are those of {@code --json}.
 *
 * @param unusableSent number of unusable records that the devices sent
 */
record DemoSummary(
        @JsonUnwrapped RecordCounts records,
        @JsonProperty("unusable_sent") long unusableSent,
        @JsonUnwrapped Selections selections,
        @JsonUnwrapped Errors errors,
        @JsonUnwrapped Drift drift,
        @JsonUnwrapped FailedSensor failedSensor,
        @JsonProperty("seconds") double seconds)
        implements DemoResult {
    /**
     * The selections of the demo.
     *
     * @param k number of selected channels
     * @param d number of all channels
     * @param firstVersion version that the shift meets
     * @param lastVersion active version at the end
     * @param channelsReplaced selected channels that the retrain replaced
     */
    record Selections(
            @JsonProperty("k") int k,
            @JsonProperty("d") int d,
            @JsonProperty("first_version") int firstVersion,
            @JsonProperty("last_version") int lastVersion,
            @JsonProperty("channels_replaced") int channelsReplaced,
            @JsonProperty("first_training_seconds") double firstTrainingSeconds,
            @JsonProperty("retraining_seconds") double retrainingSeconds) {}

    /**
     * Mean normalised reconstruction errors.
     *
     * @param validation of the first selection on its validation rows
     * @param predictMean of predicting the mean of every channel on the same rows
     * @param before of the first selection before the shift
     * @param drifted of the first selection after the shift
     * @param after of the second selection after the shift
     */
    record Errors(
            @JsonProperty("validation_error") double validation,
            @JsonProperty("predict_mean_error") double predictMean,
            @JsonProperty("error_before") double before,
            @JsonProperty("error_drifted") double drifted,
            @JsonProperty("error_after") double after) {}

    /**
     * Detection of the shift.
     *
     * @param requestedBy requester of the retrain
     * @param blamedChannels names of the channels in the attribution
     * @param blamedAndChanged number of them that the shift did change
     */
    record Drift(
            @JsonProperty("verdict") String verdict,
            @JsonProperty("retrain_requested_by") String requestedBy,
            @JsonProperty("blamed_channels") List<String> blamedChannels,
            @JsonProperty("blamed_and_changed") int blamedAndChanged) {
        Drift {
            blamedChannels = List.copyOf(blamedChannels);
        }
    }

    /**
     * Replacement of the failed sensor's channel.
     *
     * @param name name of the channel
     * @param answeredBy trigger of the selection without the channel
     * @param leftOut whether that selection does without the channel
     * @param channelsReplaced selected channels that it replaced
     * @param answerSeconds seconds from the failure to the first use of that selection
     */
    record FailedSensor(
            @JsonProperty("dead_sensor") String name,
            @JsonProperty("sensor_answered_by") String answeredBy,
            @JsonProperty("sensor_left_out") boolean leftOut,
            @JsonProperty("sensor_channels_replaced") int channelsReplaced,
            @JsonProperty("sensor_answer_seconds") double answerSeconds) {}

    @Override
    public Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        records.addChecks(checks);
        checks.put("only the unusable records are dead letters", records.deadLetters() == unusableSent);
        checks.put("the selection beats predicting the mean", errors.validation() < errors.predictMean());
        checks.put(
                "the shift was detected as drift",
                drift.verdict().equals("DRIFT") && errors.drifted() > errors.before());
        checks.put("drift requested a retrain", drift.requestedBy().equals("DRIFT"));
        checks.put("some of the shifted channels are in the attribution", drift.blamedAndChanged() > 0);
        checks.put("a new selection became active", selections.lastVersion() > selections.firstVersion());
        checks.put("the error of the new selection is lower", errors.after() < errors.drifted());
        checks.put(
                "the channel of the failed sensor was replaced, and only that channel",
                failedSensor.answeredBy().equals("sensor")
                        && failedSensor.leftOut()
                        && failedSensor.channelsReplaced() == 1);
        return checks;
    }
}
