package io.sensieve.standalone.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the files of the folder {@code grafana}. */
public final class Grafana {
    /** Relative to a module's folder, where its tests run. */
    public static final Path FOLDER = Path.of("..", "grafana");

    private static final Pattern METER = Pattern.compile("\\b(?:sensieve|kafka|jvm|process|system)_[a-z0-9_]+");

    private Grafana() {}

    /** Finds the meters in an expression. */
    public static Set<String> meters(String expression) {
        return METER.matcher(expression.replaceAll("\"[^\"]*\"", "\"\""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Reads all alerts. */
    public static List<JsonNode> alerts() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("prometheus/rules"))) {
            ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
            return files.sorted()
                    .map(file -> read(yaml, file))
                    .flatMap(json -> Dashboard.list(json.path("groups")).stream())
                    .flatMap(group -> Dashboard.list(group.path("rules")).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper yaml, Path file) {
        try {
            return yaml.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds a program on the PATH. */
    public static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
