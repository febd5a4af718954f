package io.sensieve.standalone.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensieve.DriftReport;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.RetrainOutcome;
import io.sensieve.TrainingSummary;
import io.sensieve.standalone.client.AvroJson;
import io.sensieve.streams.drift.detector.ErrorScale;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Formats the most important fields of a record as one line. */
final class TailText {
    private static final int VALUES_SHOWN = 8;
    private static final int CHANNELS_SHOWN = 5;

    /** Share of the limit of errors from which a mean counts as limited, because of rounding. */
    private static final double ALMOST = 0.999;

    private TailText() {}

    /** Formats a record. */
    static String line(String key, SpecificRecord value) {
        if (value instanceof ReducedRecord reduced) {
            return origin(reduced.getTimestamp(), key, reduced.getLayout(), reduced.getSelectionVersion()) + "  "
                    + values(reduced.getValues());
        } else if (value instanceof Reconstruction reconstruction) {
            return origin(
                            reconstruction.getTimestamp(),
                            key,
                            reconstruction.getLayout(),
                            reconstruction.getSelectionVersion())
                    + String.format(Locale.ROOT, "  error %.3e  ", reconstruction.getError())
                    + values(reconstruction.getValues());
        } else if (value instanceof DriftReport report) {
            return drift(report);
        }
        return value instanceof RetrainOutcome outcome ? retrain(outcome) : AvroJson.render(value);
    }

    /** Formats a dead letter. */
    static String line(JsonNode letter) {
        return letter.path("topic").asText() + "-" + letter.path("partition").asText() + " offset "
                + letter.path("offset").asText() + "  " + letter.path("key").asText() + "  "
                + letter.path("reason").asText() + ": " + letter.path("message").asText() + " ("
                + letter.path("bytes").asInt() + " bytes)";
    }

    private static String drift(DriftReport report) {
        String attributed = report.getAttribution().stream()
                .limit(CHANNELS_SHOWN)
                .map(channel -> String.format(
                        Locale.ROOT, "%s %s %.2f", channel.getName(), channel.getSignal(), channel.getValue()))
                .collect(Collectors.joining(", "));
        String faulty = report.getFaultySensors().stream()
                .limit(CHANNELS_SHOWN)
                .map(sensor -> sensor.getName() + " " + sensor.getFault())
                .collect(Collectors.joining(", "));
        return report.getWindowEnd() + "  " + report.getLayout() + "/" + report.getSelectionVersion() + "  "
                + String.format(Locale.ROOT, "%-7s", report.getVerdict())
                + "  " + report.getRecords() + " records" + (report.getEarly() ? " so far" : "")
                + (report.getRecords() == 0 ? "" : ", " + error(report))
                + (report.getReasons().isEmpty() ? "" : "; " + String.join("; ", report.getReasons()))
                + (attributed.isEmpty() ? "" : "; attributed to: " + attributed)
                + (faulty.isEmpty() ? "" : "; faulty: " + faulty);
    }

    private static String error(DriftReport report) {
        return String.format(
                Locale.ROOT,
                "error %.3e: %s%.2f times the validation error",
                report.getErrorMean(),
                report.getErrorRatio() >= ErrorScale.MEANS_MAX * ALMOST ? "at least " : "",
                report.getErrorRatio());
    }

    private static String retrain(RetrainOutcome outcome) {
        TrainingSummary figures = outcome.getTraining();
        String trained = figures == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; error %.3e, trained in %.1f s",
                        figures.getChallengerError(),
                        figures.getSeconds());
        return outcome.getDecidedAt() + "  " + outcome.getLayout() + "  " + outcome.getResult()
                + (outcome.getVersion() > 0 ? " version " + outcome.getVersion() : "") + " for " + outcome.getCause()
                + trained + ": " + outcome.getReason();
    }

    private static String origin(Instant time, String key, String layout, int version) {
        return time + "  " + key + "  " + layout + "/" + version;
    }

    private static String values(List<Float> values) {
        return values.stream()
                        .limit(VALUES_SHOWN)
                        .map(value -> String.format(Locale.ROOT, "%.5g", value))
                        .collect(Collectors.joining(" "))
                + (values.size() > VALUES_SHOWN ? " and " + (values.size() - VALUES_SHOWN) + " more" : "");
    }
}
