package io.sensieve.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The references in {@code docs/reference} say what the code says; with {@code -Dreference.write} they are written
 * again.
 */
class ReferenceTest {
    /** The command that generates the references. */
    static final String REGENERATE =
            "./mvnw -q -pl standalone -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write";

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern METER = Pattern.compile("\"(sensieve[._][a-z_.]+)\"");

    @Test
    void shouldBeCurrentWhenSettingsAreGenerated() throws IOException {
        assertCurrent("settings.md", SettingsReference.markdown());
    }

    @Test
    void shouldBeCurrentWhenMetersAreGenerated() throws IOException {
        assertCurrent("metrics.md", MetersReference.markdown());
    }

    /** Finds meters that {@link EveryStreamsMeter} and {@link EveryTrainerMeter} do not register. */
    @Test
    void shouldContainEachMeterWhenTheSourcesNameIt() throws IOException {
        // Given
        List<String> named = Stream.of("trainer", "streams-app")
                .flatMap(module -> meterSources(module).stream())
                .flatMap(source -> METER.matcher(source).results())
                .map(name -> name.group(1).replace('.', '_'))
                .distinct()
                .toList();

        // Then
        String reference = MetersReference.markdown();
        assertThat(named)
                .hasSizeGreaterThan(40)
                .allSatisfy(name -> assertThat(reference).contains("| `" + name));
    }

    private static void assertCurrent(String name, String made) throws IOException {
        Path file = ROOT.resolve("docs/reference").resolve(name);
        if (System.getProperty("reference.write") != null) {
            Files.writeString(file, made);
        }
        assertThat(read(file))
                .as("%s is out of date; regenerate it with%n%s", file, REGENERATE)
                .isEqualTo(made);
    }

    private static List<String> meterSources(String module) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith("Meters.java"))
                    .map(ReferenceTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
