package io.sensieve.streams.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.KeptVersionError;
import io.sensieve.SelectedChannel;
import io.sensieve.VersionComparison;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Writes the histories of layouts as JSON. Times are ISO 8601, numbers that are unknown are null; in {@code report} and
 * {@code reports}, which have the fields of {@link DriftReport}, NaN is a string.
 */
final class LayoutDocuments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LayoutHistories histories;
    private final String instance;

    /** @param instance name of this instance, for users */
    LayoutDocuments(LayoutHistories histories, String instance) {
        this.histories = histories;
        this.instance = instance;
    }

    /** Writes the latest report of each layout, sorted by layout. */
    String reports() {
        return histories.latestReports().values().stream()
                .map(LayoutDocuments::json)
                .collect(Collectors.joining(",", "{\"reports\":[", "]}"));
    }

    /** Writes the present state of all layouts, sorted by name. */
    String layouts() {
        ObjectNode document = document();
        ArrayNode layouts = document.putArray("layouts");
        histories.all().forEach((name, layout) -> {
            ObjectNode node = layouts.addObject().put("layout", name);
            layout.selection()
                    .ifPresentOrElse(active -> node.put("version", active.version()), () -> node.putNull("version"));
            node.put("judged_here", layout.latest().isPresent());
            node.put(
                    "verdict",
                    layout.latest().map(report -> report.getVerdict().name()).orElse(null));
            put(node, "error", layout.latest().map(DriftReport::getErrorMean).orElse(Double.NaN));
            put(
                    node,
                    "regret",
                    layout.latest()
                            .map(DriftReport::getComparison)
                            .map(VersionComparison::getRegret)
                            .orElse(Double.NaN));
            node.put("faulty_sensors", layout.faulty().size());
        });
        return document.toString();
    }

    /** Writes one layout with its history; empty if this instance does not know it. */
    Optional<String> layout(String name) {
        return histories.find(name).map(layout -> {
            ObjectNode document = document().put("layout", name);
            document.put("judged_here", layout.latest().isPresent());
            layout.selection()
                    .ifPresentOrElse(
                            active -> addSelection(document.putObject("selection"), active),
                            () -> document.putNull("selection"));
            layout.latest()
                    .ifPresentOrElse(
                            report -> document.putRawValue("report", new RawValue(json(report))),
                            () -> document.putNull("report"));
            ArrayNode faulty = document.putArray("faulty_sensors");
            layout.faulty().forEach(sensor -> addSensor(faulty.addObject(), sensor));
            ArrayNode history = document.putArray("history");
            layout.points().forEach(point -> addPoint(history.addObject(), point));
            ArrayNode events = document.putArray("events");
            layout.events().forEach(event -> addEvent(events.addObject(), event));
            return document.toString();
        });
    }

    private ObjectNode document() {
        return JSON.createObjectNode()
                .put("instance", instance)
                .put("time", histories.now().toString());
    }

    private static void addSelection(ObjectNode node, ActiveSelection active) {
        node.put("version", active.version())
                .put("since", active.createdAt().toString())
                .put("trigger", active.trigger())
                .put("repeats_version", active.repeats() > 0 ? active.repeats() : null)
                .put("method", active.method())
                .put("channel_count", active.channelCount());
        put(node, "validation_error", active.validationError());
        put(node, "predict_mean_error", active.predictMean());
        ArrayNode channels = node.putArray("channels");
        for (SelectedChannel channel : active.channels()) {
            ObjectNode added =
                    channels.addObject().put("index", channel.getIndex()).put("name", channel.getName());
            put(added, "score", Double.parseDouble(Float.toString(channel.getScore())));
        }
    }

    private static void addSensor(ObjectNode node, FaultySensor sensor) {
        node.put("index", sensor.getIndex())
                .put("name", sensor.getName())
                .put("selected", sensor.getSelected())
                .put("fault", sensor.getFault().name())
                .put("since", Instant.ofEpochMilli(sensor.getSince()).toString());
        put(node, "rate", sensor.getRate());
    }

    private static void addPoint(ObjectNode node, ReportPoint point) {
        node.put("start", point.start().toString())
                .put("end", point.end().toString())
                .put("version", point.version())
                .put("verdict", point.verdict().name())
                .put("records", point.records())
                .put("outage_records", point.outageRecords());
        put(node, "error", point.error());
        put(node, "error_ratio", point.errorRatio());
        put(node, "coverage", point.coverage());
        addComparison(node, point.comparison());
    }

    private static void addComparison(ObjectNode node, @Nullable VersionComparison comparison) {
        if (comparison == null) {
            node.putNull("comparison");
            return;
        }
        ObjectNode added = node.putObject("comparison").put("records", comparison.getRecords());
        put(added, "error", comparison.getError());
        put(added, "regret", comparison.getRegret());
        ArrayNode versions = added.putArray("versions");
        for (KeptVersionError kept : comparison.getVersions()) {
            put(versions.addObject().put("version", kept.getVersion()), "error", kept.getError());
        }
    }

    private static void addEvent(ObjectNode node, LayoutEvent event) {
        node.put("at", event.at().toString())
                .put("kind", event.kind().name())
                .put("version", event.version())
                .put("text", event.text())
                .put("reason", event.reason());
    }

    private static void put(ObjectNode node, String field, double value) {
        node.put(field, Double.isFinite(value) ? value : null);
    }

    private static String json(DriftReport report) {
        return SpecificData.get().toString(report);
    }
}
