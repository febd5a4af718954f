package io.sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Java in the READMEs of the project and of the streams app is the code of this package, which compiles and is run.
 */
class ReadmeTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    @Test
    void shouldShowOnlyCodeThatIsCompiledWhenReadmeShowsJava() throws IOException {
        // Given
        Path root = Path.of("").toAbsolutePath();
        String sources;
        try (Stream<Path> files = Files.walk(root.resolve("src/test/java/sensieve/standalone/examples"))) {
            sources = files.filter(Files::isRegularFile)
                    .map(ReadmeTest::read)
                    .map(ReadmeTest::squeezed)
                    .collect(Collectors.joining("\n"));
        }

        // When
        List<String> blocks = Stream.of("README.md", "streams-app/README.md")
                .flatMap(file ->
                        JAVA_BLOCK.matcher(read(root.resolveSibling(file))).results())
                .map(block -> squeezed(block.group(1)))
                .toList();

        // Then
        assertThat(blocks)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(block -> assertThat(sources).contains(block));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
