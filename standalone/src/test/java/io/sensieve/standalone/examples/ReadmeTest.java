package io.sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the Java code in README.md, in the modules' READMEs and in docs is code of this package. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final int FEWEST_BLOCKS = 6;

    @Test
    void shouldCompileEachJavaBlockWhenADocumentShowsJava() throws IOException {
        // Given
        Set<Path> documents = documents();
        String examples = files(Path.of("src/test/java/io/sensieve/standalone/examples"), ".java").stream()
                .map(ReadmeTest::read)
                .map(ReadmeTest::withoutSpaces)
                .collect(Collectors.joining("\n"));

        // When
        Map<Path, List<String>> blocks = documents.stream()
                .collect(Collectors.toMap(document -> document, document -> javaBlocks(read(document))));

        // Then
        assertThat(blocks.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(FEWEST_BLOCKS);
        blocks.forEach((document, shown) -> assertThat(shown)
                .as("Java blocks of %s; each must be in a class of this package", ROOT.relativize(document))
                .allSatisfy(block -> assertThat(examples).contains(withoutSpaces(block))));
    }

    private static Set<Path> documents() throws IOException {
        Set<Path> documents = new TreeSet<>(files(ROOT.resolve("docs"), ".md"));
        documents.add(ROOT.resolve("README.md"));
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(module -> module.resolve("README.md"))
                    .filter(Files::isRegularFile)
                    .forEach(documents::add);
        }
        return documents;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static List<String> javaBlocks(String document) {
        return JAVA_BLOCK
                .matcher(document)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String withoutSpaces(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
