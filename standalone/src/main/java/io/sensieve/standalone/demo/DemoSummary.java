package io.sensieve.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a demo, read back from the topics. Field names are those of {@code --json}. */
record DemoSummary(
        @JsonUnwrapped RecordCounts records,
        @JsonProperty("unusable_sent") long unusableSent,
        @JsonProperty("k") int k,
        @JsonProperty("d") int d,
        @JsonProperty("first_version") int firstVersion,
        @JsonProperty("last_version") int lastVersion,
        @JsonProperty("validation_error") double validationError,
        @JsonProperty("predict_mean_error") double predictMeanError,
        @JsonProperty("error_before") double errorBefore,
        @JsonProperty("error_drifted") double errorDrifted,
        @JsonProperty("error_after") double errorAfter,
        @JsonProperty("verdict") String verdict,
        @JsonProperty("retrain_requested_by") String requestedBy,
        @JsonProperty("blamed_channels") List<String> blamedChannels,
        @JsonProperty("blamed_and_changed") int blamedAndChanged,
        @JsonProperty("channels_replaced") int channelsReplaced,
        @JsonProperty("first_training_seconds") double firstTrainingSeconds,
        @JsonProperty("retraining_seconds") double retrainingSeconds,
        @JsonProperty("dead_sensor") String deadSensor,
        @JsonProperty("sensor_answered_by") String sensorAnsweredBy,
        @JsonProperty("sensor_left_out") boolean sensorLeftOut,
        @JsonProperty("sensor_channels_replaced") int sensorReplaced,
        @JsonProperty("sensor_answer_seconds") double sensorSeconds,
        @JsonProperty("seconds") double seconds)
        implements StorySummary {

    @Override
    public Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        records.check(checks);
        checks.put("only the unusable records are dead letters", records.deadLetters() == unusableSent);
        checks.put("the selection beats predicting the mean", validationError < predictMeanError);
        checks.put("the change was noticed as drift", verdict.equals("DRIFT") && errorDrifted > errorBefore);
        checks.put("drift asked for a retrain", requestedBy.equals("DRIFT"));
        checks.put("some of the channels that changed are blamed", blamedAndChanged > 0);
        checks.put("a new selection took over", lastVersion > firstVersion);
        checks.put("the new selection's error is lower", errorAfter < errorDrifted);
        checks.put(
                "the dead sensor was replaced at once, and only it",
                sensorAnsweredBy.equals("sensor") && sensorLeftOut && sensorReplaced == 1);
        return checks;
    }
}
