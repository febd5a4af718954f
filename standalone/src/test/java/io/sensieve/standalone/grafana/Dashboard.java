package io.sensieve.standalone.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard of the folder {@code grafana/dashboards}. */
public record Dashboard(String file, JsonNode json) {
    /** A PromQL expression and its location. */
    public record Query(String where, String expression) {}

    /** Reads all dashboards. */
    public static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(Grafana.FOLDER.resolve("dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Dashboard::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> panels() {
        return list(json.path("panels"));
    }

    /** The queries of panels and annotations. */
    public List<Query> queries() {
        Stream<Query> panels = panels().stream()
                .flatMap(panel -> list(panel.path("targets")).stream()
                        .map(target -> query(panel.path("title").asText(), target)));
        Stream<Query> annotations = list(json.path("annotations").path("list")).stream()
                .map(annotation -> query("annotation " + annotation.path("name").asText(), annotation));
        return Stream.concat(panels, annotations).toList();
    }

    private Query query(String title, JsonNode json) {
        return new Query(file + ": " + title, json.path("expr").asText());
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
