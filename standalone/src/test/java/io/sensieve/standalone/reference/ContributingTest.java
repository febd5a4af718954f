package io.sensieve.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the lists of files in CONTRIBUTING.md by extensions that the project has already. */
class ContributingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FILE = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]+)`");
    private static final Set<String> GENERATED = Set.of("docs/reference/settings.md", "docs/reference/metrics.md");
    private static final int FEWEST_FILES = 15;

    @Test
    void shouldExistWhenTheGuideNamesAFile() {
        // When
        String guide = guide();
        List<String> named =
                filesIn(guide.substring(guide.indexOf("## How to extend"), guide.indexOf("## Dependencies")));

        // Then
        assertThat(named)
                .hasSizeGreaterThan(FEWEST_FILES)
                .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
    }

    /** A heading, an expression for an extension of that kind, and how many main files and documents it takes. */
    static Stream<Arguments> extensions() {
        return Stream.of(
                Arguments.of("Add a selection method", "\\bPivotedQr\\b|`qr`", 3),
                Arguments.of("Add a dead-letter reason", "\\bNON_FINITE\\b|\\bnon-finite\\b", 4),
                Arguments.of("Add a metric and its panel", "sensieve[._]drift[._]repeated[._]share", 2));
    }

    @ParameterizedTest
    @MethodSource("extensions")
    void shouldNameEachFileWhenAnExtensionOccursInIt(String heading, String extension, int count) throws IOException {
        // Given
        List<String> named = filesIn(section(heading));

        // When
        List<String> found = occurrences(Pattern.compile(extension));

        // Then
        assertThat(found).hasSize(count).allSatisfy(file -> assertThat(named).anyMatch(file::startsWith));
    }

    private static List<String> occurrences(Pattern extension) throws IOException {
        List<Path> files = new ArrayList<>(filesUnder(ROOT.resolve("docs")));
        files.addAll(filesUnder(ROOT.resolve("grafana/dashboards")));
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                files.addAll(filesUnder(module.resolve("src/main/java")));
            }
        }
        return files.stream()
                .filter(file -> extension.matcher(read(file)).find())
                .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                .filter(file -> !GENERATED.contains(file))
                .toList();
    }

    private static List<Path> filesUnder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> filesIn(String text) {
        return FILE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String section(String heading) {
        String guide = guide();
        int start = guide.indexOf("### " + heading);
        assertThat(start).as("heading '%s'", heading).isNotNegative();
        return guide.substring(start, guide.indexOf("\n#", start + 1));
    }

    private static String guide() {
        return read(ROOT.resolve("CONTRIBUTING.md"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
